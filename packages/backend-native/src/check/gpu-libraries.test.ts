import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { findCompiler } from '../install/compile-addon.ts';
import { runProgram } from '../network/run-program.ts';
import { requireGpuLibraries } from './gpu-libraries.ts';

const folder = sharedFolder();
const at = (file: string) => join(folder.path, file);
/** Each name that TensorFlow looks for, in a folder of its own. */
const LIBRARIES = Object.entries({
  cublas: ['libcublas.so.12', 'libcublasLt.so.12'],
  cuda_cupti: ['libcupti.so.12'],
  cuda_runtime: ['libcudart.so.12', 'libcusolver.so.11'],
  cudnn: ['libcudnn.so.9'],
  cufft: ['libcufft.so.11'],
  cusparse: ['libcusparse.so.12'],
  nccl: ['libnccl.so.2'],
}).flatMap(([name, files]) => files.map((file) => `nvidia/${name}/lib/${file}`));
const check = (files = LIBRARIES) => requireGpuLibraries(folder.path, files);

/** Real ones: an empty library, one that needs the driver's, and one that needs what is nowhere. */
beforeAll(async () => {
  const compiler = await findCompiler();
  const compile = (...args: string[]) => runProgram(compiler, ['-shared', '-fPIC', '-nostdlib', ...args]);
  writeFileSync(at('empty.c'), '');
  await compile(at('empty.c'), '-o', at('empty.so'));
  for (const name of ['libcuda.so.1', 'libnowhere.so.3']) {
    await compile(at('empty.c'), `-Wl,-soname,${name}`, '-o', at(name));
    await compile('-Wl,--no-as-needed', at('empty.c'), at(name), '-o', at(`needs-${name}`));
    rmSync(at(name));
  }
  for (const file of LIBRARIES) {
    mkdirSync(dirname(at(file)), { recursive: true });
    copyFileSync(at('empty.so'), at(file));
  }
  const folders = [...new Set(LIBRARIES.map((file) => `$ORIGIN/../${dirname(file)}`))];
  mkdirSync(at('tensorflow'));
  writeFileSync(at('tensorflow/libtensorflow_framework.so.2'), `\0\x7f${folders.join(':')}\0`);
});

test('libraries that lie where TensorFlow looks and are loaded are fine, others are not looked at', () => {
  expect(() => check([...LIBRARIES, 'nvidia/cuda_nvcc/bin/ptxas'])).not.toThrow();
});

test('one that is not where TensorFlow looks is named, though it may lie elsewhere', () => {
  rmSync(at('nvidia/cuda_runtime/lib/libcusolver.so.11'));
  mkdirSync(at('nvidia/cusolver/lib'), { recursive: true });
  copyFileSync(at('empty.so'), at('nvidia/cusolver/lib/libcusolver.so.11'));
  expect(() => check()).toThrow(
    /^Expected libcusolver\.so\.11 where TensorFlow looks for it, got none there \(.*\/cudnn\/lib.*\)\./,
  );
  copyFileSync(at('empty.so'), at('nvidia/cuda_runtime/lib/libcusolver.so.11'));
});

test('one that needs what is not there is named, with what it needs', () => {
  copyFileSync(at('needs-libnowhere.so.3'), at('nvidia/nccl/lib/libnccl.so.2'));
  expect(() => check()).toThrow(
    /^Expected nvidia\/nccl\/lib\/libnccl\.so\.2 to be loaded, got: libnowhere\.so\.3: cannot open/,
  );
});

test("one that needs the driver's library waits for it", () => {
  copyFileSync(at('needs-libcuda.so.1'), at('nvidia/nccl/lib/libnccl.so.2'));
  expect(() => check()).not.toThrow();
});

test('one that is cut off is named', () => {
  writeFileSync(at('nvidia/nccl/lib/libnccl.so.2'), '\x7fELF');
  expect(() => check()).toThrow(
    /^Expected nvidia\/nccl\/lib\/libnccl\.so\.2 to be loaded, got: .*(too short|invalid ELF)/,
  );
});
