import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { isTooOld, loadedDriver } from './nvidia-driver.ts';

const folder = temporaryFolder();

test.each([
  ['NVRM version: NVIDIA UNIX x86_64 Kernel Module  525.60.13  Wed Nov 30 06:39:21 UTC 2022', '525.60.13'],
  ['NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.159.03  Release Build  (dvs-builder)', '580.159.03'],
  ['NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54  Tue Feb  6 01:39:02 UTC 2024', '550.54'],
])('the driver that is loaded is found in %j', (line, version) => {
  const file = join(folder.path, 'version');
  writeFileSync(file, `${line}\nGCC version:  gcc version 12.3.0 (Ubuntu 12.3.0-1ubuntu1~22.04)\n`);
  expect(loadedDriver(file)).toBe(version);
});

test('where no driver is loaded there is none', () => {
  expect(loadedDriver(join(folder.path, 'none'))).toBeUndefined();
});

test('drivers before 525.60.13 are too old for CUDA 12', () => {
  expect(['470.256.02', '525.9', '525.60.11', '525.60'].map(isTooOld)).toEqual([true, true, true, true]);
  expect(['525.60.13', '525.60.13.1', '525.105.17', '580.159.03', '1000.1'].map(isTooOld)).toEqual(
    Array(5).fill(false),
  );
});
