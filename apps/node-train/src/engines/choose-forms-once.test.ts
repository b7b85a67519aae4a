import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setGpu } from '@pix2pix-ts/backend-webgpu';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';
import { chooseFormsOnce } from './choose-forms-once.ts';

const folder = sharedFolder();
const cacheOfUser = process.env.PIX2PIX_CACHE;
/** Kept, because Dawn may still look for its work when nothing else knows it. */
let gpu: GPU;

// Dawn without a device, which is done with everything at once, passes for a card.
beforeAll(async () => {
  process.env.PIX2PIX_CACHE = folder.path;
  Object.assign(globalThis, globals);
  gpu = create(['backend=null']);
  setGpu(gpu);
  expect(await setBackend('webgpu')).toBe(true);
});

afterAll(() => {
  delete process.env.PIX2PIX_CACHE;
  if (cacheOfUser !== undefined) process.env.PIX2PIX_CACHE = cacheOfUser;
});

const decided = () => backend() as unknown as { formTimes: { direct: number; form: number } | undefined };

test('a card is measured once, and what was kept decides from then on', async () => {
  await chooseFormsOnce();
  const place = join(folder.path, 'engine-speeds/v1');
  const [name = ''] = readdirSync(place);
  const file = JSON.parse(readFileSync(join(place, name), 'utf8'));
  expect(file.figures).toEqual(decided().formTimes);
  expect(file.figures.direct).toBeGreaterThan(0);

  const figures = { direct: 123, form: 45 };
  writeFileSync(join(place, name), JSON.stringify({ ...file, figures }));
  decided().formTimes = undefined; // as at the next start
  await chooseFormsOnce();
  expect(decided().formTimes).toEqual(figures);
  expect(readdirSync(place)).toEqual([name]);
});
