import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { type Fault, findFaults, nameOf, plant, sampleOf } from './find-faults.ts';
import { brokenFolders, testsOf } from './sources.ts';

const root = path.join(import.meta.dirname, '../..');

const source = `import { a } from './a4';
/** Adds 3 to each, if x < 4. */
export function add(x: usize, count: i32): void {
  // 5 more
  const four = f32x4.splat(0.5);
  for (; count >= 4; count -= 4) {
    v128.store(x, f32x4.add(v128.load(x, 16), four));
    x += 16;
  }
  for (let at = 0; at < count; at += 4) multiply(at, k > 0);
}
`;

const found = () => findFaults('add.ts', source);

test('bounds, strides, constants and statements are broken, one at a time; words, types and comments are not', () => {
  const changes = found().map(({ line, from, to }) => `${line} ${from} -> ${to}`);
  expect(changes.sort()).toEqual(
    [
      '5 0.5 -> 0.500501',
      '6 >= -> >',
      ...['4 -> 5', '4 -> 3', '4 -> 5', '4 -> 3'].map((change) => `6 ${change}`),
      ...['16 -> 17', '16 -> 15', 'v128.store(x, f32x4.add(v128.load(x, 16), four)); -> ;'].map((c) => `7 ${c}`),
      ...['16 -> 17', '16 -> 15', '+= -> =', 'x += 16; -> ;'].map((change) => `8 ${change}`),
      ...['< -> + 4 <', '< -> <=', '> -> >=', 'k > 0 -> true', '0 -> 1', '0 -> -1'].map((change) => `10 ${change}`),
      ...['+= -> =', '4 -> 5', '4 -> 3', '0 -> 1', '0 -> -1'].map((change) => `10 ${change}`),
      '10 for (let at = 0; at < count; at += 4) multiply(at, k > 0); -> ;',
    ].sort(),
  );
});

test('WGSL is broken too, in a text of many lines and in a string, and words are not', () => {
  const wgsl =
    "const CODE = `\n  let i = group.x * 256u + thread;\n  y[i] = x[i];\n`;\nconst code = 'y[i] = x[i] * 0.5;';\n";
  const message = "const MESSAGE = 'Expected 4 values (of 5), got 3.';\n";
  expect(findFaults('a.ts', wgsl).map(({ line, from, to }) => `${line} ${from} -> ${to}`)).toEqual([
    '2 256 -> 257',
    '2 256 -> 255',
    '2 + -> -',
    '2 * -> +',
    '3 y[i] = x[i]; -> ;',
    '5 0.5 -> 0.500501',
    '5 * -> +',
  ]);
  expect(findFaults('a.ts', message)).toEqual([]);
});

test('each kind of slip is told from the others, and a sample has them all', () => {
  const kindOf = (change: string) => found().find(({ line, from, to }) => `${line} ${from} -> ${to}` === change)?.kind;
  expect(kindOf('6 >= -> >')).toBe('loop bound');
  expect(kindOf('10 < -> + 4 <')).toBe('last round lost');
  expect(kindOf('8 16 -> 17')).toBe('stride');
  expect(kindOf('8 x += 16; -> ;')).toBe('stride');
  expect(kindOf('10 k > 0 -> true')).toBe('not cleared');
  expect(kindOf('5 0.5 -> 0.500501')).toBe('constant');
  const kinds = new Set(found().map(({ kind }) => kind));
  expect(new Set(sampleOf(found(), kinds.size, 1).map(({ kind }) => kind))).toEqual(kinds);
});

test('a planted fault changes its own place and nothing else', () => {
  for (const fault of found()) {
    const broken = plant(source, fault);
    expect(broken).not.toBe(source);
    expect(broken.slice(0, fault.at) + fault.from + broken.slice(fault.at + fault.to.length)).toBe(source);
  }
  const [fault] = found();
  expect(() => plant(source.replace('0.5', '0.75'), { ...(fault as Fault), from: '0.5' })).toThrow('another source');
});

test('a sample depends on its seed, has no fault twice, and grows without losing what it had', () => {
  const faults = found();
  const names = (count: number, seed: number) => sampleOf(faults, count, seed).map(nameOf);
  expect(new Set(names(100, 1)).size).toBe(faults.length);
  expect(names(4, 1)).toEqual(names(9, 1).slice(0, 4));
  expect(names(9, 1)).not.toEqual(names(9, 2));
});

test('every source has the tests that must see its faults', () => {
  expect(testsOf('packages/backend-wasm/assembly/product/tile.ts')[0]).toContain('matrix-product');
  expect(testsOf('packages/backend-wasm/src/kernels/add-n.ts')).toEqual(
    ['simple-kernels', 'other-types', 'empty', 'ours'].map((name) => `packages/backend-wasm/src/kernels/${name}`),
  );
  expect(testsOf('packages/backend-webgpu/src/wgsl/elementary.ts')).toEqual(
    ['unary', 'binary'].map((name) => `packages/backend-webgpu/src/kernels/${name}`),
  );
  expect(testsOf('packages/backend-webgpu/src/kernels/cast.ts')).toEqual(['packages/backend-webgpu/src/kernels/cast']);
  for (const folder of brokenFolders)
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }))
      for (const tests of testsOf(`${folder}/${file}`))
        if (!tests.endsWith('/')) expect([file, existsSync(path.join(root, `${tests}.test.ts`))]).toEqual([file, true]);
});
