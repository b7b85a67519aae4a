import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { answerOf } from './expectations/answer-of.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';
import type { TransformersReport } from './harness/transformers-process.ts';
import type { TransformersAnswer } from './pages/questions.ts';

const SIDE = 32;
const COMMAND = path.resolve(import.meta.dirname, '../../apps/node-train/src/index.ts');

/** Waves in three colours. */
function picture(width: number, height: number) {
  const data = Array.from({ length: 3 * width * height }, (_, i) =>
    Math.round(127.5 * (1 + Math.sin(0.05 * i + (i % 3)))),
  );
  return { data, width, height };
}

(hasBrowser ? describe : unavailable)('a model exported for transformers.js', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-transformers-'));
  const at = (name: string) => path.join(folder, name);
  const pictures = [picture(SIDE, SIDE), picture(80, 48)];
  let answer: TransformersAnswer;
  let ours: Buffer;

  const pix2pix = async (...args: string[]) => {
    const { exitCode, stderr } = await runCommand(process.execPath, [
      ...FROM_SOURCES,
      COMMAND,
      ...args,
      '--backend',
      'wasm',
    ]);
    if (exitCode !== 0) throw new Error(stderr);
  };

  beforeAll(async () => {
    await setBackend('wasm');
    const generator = { ...SMALL, imageSize: SIDE, upsampling: 'nearest' } as typeof SMALL;
    writeFileSync(at('model.safetensors'), await smallModelFile(smallMetadata({ generator })));
    writeFileSync(at('pictures.json'), JSON.stringify(pictures));
    const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
    await sharp(Uint8Array.from(pictures[0]?.data ?? []), { raw })
      .png()
      .toFile(at('picture.png'));
    await pix2pix('translate', '--model', at('model.safetensors'), at('picture.png'), '--out', at('out'));
    await pix2pix(
      'export',
      '--model',
      at('model.safetensors'),
      '--to',
      'transformers',
      '--limit',
      '1',
      '--out',
      at('mine'),
    );
    ours = await sharp(at('out/picture.png')).removeAlpha().raw().toBuffer();
    answer = answerOf(
      await runProcess<TransformersReport>('transformers-process.ts', [folder, 'mine', at('pictures.json')]),
    );
  }, 400_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives our pictures in its pipeline image-to-image, unchanged and from local files alone', () => {
    const [made] = answer.pictures;
    expect(made).toMatchObject({ width: SIDE, height: SIDE, channels: 3 });
    expect(Math.max(...ours) - Math.min(...ours)).toBeGreaterThan(100);
    expect(made?.data).toHaveLength(ours.length);
    const steps = (made?.data ?? []).map((value, i) => Math.abs(value - (ours[i] as number)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(1); // a half may be rounded either way
    expect(answer.hosts).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
  });

  test('takes a picture of any size', () => {
    expect(answer.pictures[1]).toMatchObject({ width: SIDE, height: SIDE, channels: 3 });
  });
});
