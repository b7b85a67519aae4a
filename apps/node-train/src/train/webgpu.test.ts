import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { onSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

// The real command through Dawn and Vulkan, on a GPU that the processor plays: slow, so of a tiny model.

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1'];
const SOFTWARE =
  /^Engine: webgpu, .*SwiftShader.*, played by the processor: slow, for tests; what is run again and again is compiled\n/m;

const folder = sharedFolder();
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 2);
  env = await onSwiftShader();
});

const pix2pix = (...args: string[]) => runPix2pix(args, { cwd: folder.path, env });
const pixels = (file: string) => sharp(join(folder.path, file)).raw().toBuffer();

describe('--backend webgpu', () => {
  // A run that wasm has begun: each process that trains here compiles all of its shaders, which takes most of the time.
  test('trains, and the process ends by itself', async () => {
    const begun = await pix2pix(
      'train',
      '--data',
      'data',
      '--out',
      'run',
      '--steps',
      '1',
      ...SMALL,
      '--backend',
      'wasm',
    );
    expect(begun.exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await pix2pix(
      'train',
      '--resume',
      'run',
      '--steps',
      '3',
      '--backend',
      'webgpu',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'run/report.html\n' });
    expect(stderr).toMatch(SOFTWARE);
    expect(stderr).toMatch(/^Compiling (\d+)\/\1 shaders\nTraining/m); // before the first step, whose time would be taken for that of all
    expect(stderr).not.toMatch(/warning/i);
    const { engine } = JSON.parse(readFileSync(join(folder.path, 'run/config.json'), 'utf8'));
    expect(engine).toMatch(/^webgpu, .*SwiftShader/);
  });

  test('is what a run that was trained so is resumed on', async () => {
    const { exitCode, stderr } = await pix2pix('train', '--resume', 'run', '--steps', '3');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(SOFTWARE);
    expect(stderr).toContain('Already at step 3 of 3');
    expect(stderr).not.toContain('bit-identical');
  });

  test('translates as wasm does', async () => {
    for (const backend of ['webgpu', 'wasm']) {
      const { exitCode, stderr } = await pix2pix(
        ...['translate', 'data/val', '--model', 'run/model.safetensors', '--backend', backend, '--out', backend],
      );
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(`^Engine: ${backend}, `) });
    }
    const [webgpu, wasm] = [await pixels('webgpu/pair0.png'), await pixels('wasm/pair0.png')];
    const differences = webgpu.map((value, i) => Math.abs(value - (wasm[i] as number)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1); // rounded to 8 bits on either side of a half
  });

  test('is refused in one line where Vulkan has no driver, and leaves nothing', async () => {
    const nowhere = { ...env, VK_DRIVER_FILES: '/nowhere', VK_ICD_FILENAMES: '/nowhere' };
    const { stderr, ...rest } = await runPix2pix(
      ['train', '--data', 'data', '--out', 'refused', ...SMALL, '--backend', 'webgpu'],
      { cwd: folder.path, env: nowhere },
    );
    expect(rest).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Expected the engine webgpu, got none: webgpu is without .*\. Use another one, or auto\.\n$/,
    );
  });
});
