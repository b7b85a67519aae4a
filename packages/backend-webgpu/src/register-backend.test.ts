import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { inProcess } from './testing/in-process.ts';

const here = path.resolve(import.meta.dirname, '..');

/** Runs a script with another copy of this package. */
async function withCopy(scriptOf: (copy: string) => string) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'backend-webgpu-')));
  try {
    for (const part of ['src', 'package.json'])
      cpSync(path.join(here, part), path.join(folder, part), { recursive: true });
    symlinkSync(path.join(here, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    return await inProcess(scriptOf(pathToFileURL(path.join(folder, 'src/index.ts')).href));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('two copies of the package share one backend, whichever is loaded while it runs', async () => {
  const script = (copy: string) => `await tf.setBackend('webgpu');
    const before = tf.square(tf.ones([3, 3]));
    const copy = await import('${copy}');
    console.log(copy.webgpuAdapter !== webgpuAdapter, copy.webgpuAdapter() === webgpuAdapter());
    console.log(tf.matMul(before, before).dataSync()[7]);
    const factory = tf.findBackendFactory('webgpu');
    tf.removeBackend('webgpu');
    console.log(copy.webgpuAdapter(), webgpuAdapter());
    tf.registerBackend('webgpu', factory);
    await tf.setBackend('webgpu');
    const after = tf.square(tf.ones([3, 3]));
    console.log(tf.getBackend(), copy.webgpuAdapter().software, tf.matMul(after, after).dataSync()[7]);`;
  expect(await withCopy(script)).toEqual({ out: ['true true', '3', 'undefined undefined', 'webgpu true 3'], err: [] });
});

test('a process that has trained ends by itself, and reads in between what the GPU has computed', async () => {
  const script = `await tf.setBackend('webgpu');
    const x = tf.variable(tf.ones([2, 2]));
    for (let step = 0; step < 3; step++) {
      x.assign(tf.mul(x, 2));
      console.log(x.dataSync().join(), (await x.data()).join());
    }`;
  const out = ['2,2,2,2 2,2,2,2', '4,4,4,4 4,4,4,4', '8,8,8,8 8,8,8,8'];
  expect(await inProcess(script)).toEqual({ out, err: [] });
});
