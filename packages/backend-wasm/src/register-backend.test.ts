import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { inProcess } from './testing/in-process.ts';

const here = path.resolve(import.meta.dirname, '..');

test('an engine without SIMD gets the stock backend, which is said once', async () => {
  const script = `const factory = tf.findBackendFactory('wasm');
    for (let start = 0; start < 2; start++) {
      tf.removeBackend('wasm');
      tf.registerBackend('wasm', factory);
      await tf.setBackend('wasm');
      console.log(getThreadsCount(), wasmFeatures().simd, tf.matMul(tf.ones([30, 30]), tf.ones([30, 30])).dataSync()[7]);
    }`;
  // V8 runs SIMD of WebAssembly only on processors with SSE4.1.
  const { out, err } = await inProcess(script, ['--no-enable-sse4-1']);
  expect(out).toEqual(['1 false 30', '1 false 30']);
  expect(err).toEqual([
    expect.stringMatching(/^Expected SIMD .* got an engine without it\. The stock backend runs instead\.$/),
  ]);
});

/** Runs a script with another copy of this package, of which only some parts are there. */
async function withCopy(parts: readonly string[], scriptOf: (copy: string) => string) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'backend-wasm-')));
  try {
    for (const part of parts) cpSync(path.join(here, part), path.join(folder, part), { recursive: true });
    symlinkSync(path.join(here, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    return await inProcess(scriptOf(pathToFileURL(path.join(folder, 'src/index.ts')).href));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('two copies of the package share one backend, whichever is loaded while it runs', async () => {
  const script = (copy: string) => `setThreadsCount(2);
    await tf.setBackend('wasm');
    const before = tf.ones([300, 300]);
    const copy = await import('${copy}');
    console.log(copy.setThreadsCount !== setThreadsCount, copy.getThreadsCount(), copy.wasmFeatures().simd);
    console.log(tf.matMul(before, before).dataSync()[7]);
    const factory = tf.findBackendFactory('wasm');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
    copy.setThreadsCount(3);
    await tf.setBackend('wasm');
    const after = tf.ones([300, 300]);
    console.log(getThreadsCount(), copy.getThreadsCount(), tf.matMul(after, after).dataSync()[7]);`;
  const said = await withCopy(['src', 'wasm', 'worker', 'package.json'], script);
  expect(said).toEqual({ out: ['true 2 true', '300', '3 3 300'], err: [] });
});

test('where a thread cannot be started there is one, and this is said once', async () => {
  const script = (copy: string) => `tf.removeBackend('wasm');
    tf.registerBackend('wasm', () => {}); // from which the copy takes the name over
    const { getThreadsCount: threads, wasmFeatures: features } = await import('${copy}');
    setThreadsCount(3);
    const factory = tf.findBackendFactory('wasm');
    for (let start = 0; start < 2; start++) {
      tf.removeBackend('wasm');
      tf.registerBackend('wasm', factory);
      await tf.setBackend('wasm');
      const x = tf.ones([300, 300]);
      console.log(threads(), features().simd, tf.matMul(x, x).dataSync()[7]);
    }
    console.log(features().reason);`;
  const { out, err } = await withCopy(['src', 'wasm', 'package.json'], script);
  const reason = /one thread, because others could not be started: Cannot find module [^\n]*$/;
  expect(out).toEqual(['1 true 300', '1 true 300', expect.stringMatching(reason)]);
  expect(err).toEqual([expect.stringMatching(reason)]);
});
