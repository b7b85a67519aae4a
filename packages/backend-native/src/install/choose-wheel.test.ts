import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { tagsOf } from '../network/pip.ts';
import { givenWheel, pinnedWheel } from './choose-wheel.ts';
import { NVIDIA_WHEELS, TENSORFLOW_WHEELS } from './pins.ts';

const folder = temporaryFolder();

function write(name: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, 'not TensorFlow');
  return path;
}

test('the newest TensorFlow is used, or the pinned one that is asked for', () => {
  expect(pinnedWheel('cpu')).toMatchObject({ name: 'tensorflow-cpu', version: '2.21.0', known: true });
  expect(pinnedWheel('gpu', '2.20.0')).toMatchObject({ name: 'tensorflow', version: '2.20.0' });
  expect(() => pinnedWheel('cpu', '2.9.1')).toThrow(
    'Expected TensorFlow 2.21.0 or 2.20.0, got 2.9.1. Use one of them, or pass a file with --wheel.',
  );
});

test('every pinned wheel names its package, version, platform and hash', () => {
  for (const { name, version, file, sha256 } of [...Object.values(TENSORFLOW_WHEELS).flat(), ...NVIDIA_WHEELS]) {
    expect(file.startsWith(`${name.replaceAll('-', '_')}-${version}-`)).toBe(true);
    expect(tagsOf(file).platforms.every((platform) => /^manylinux.*x86_64$/.test(platform))).toBe(true);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('a wheel that is given is recognised by its name, also one that this package does not know', async () => {
  const path = write('tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl');
  const sha256 = createHash('sha256').update('not TensorFlow').digest('hex');
  expect(await givenWheel(path)).toMatchObject({
    name: 'tensorflow-cpu',
    version: '2.21.0',
    path,
    sha256,
    known: false,
  });
});

test.each([
  ['tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl', 'with the SHA-256 2b847d217b02'],
  ['tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl', 'Expected a wheel for Linux on x64'],
  ['tensorflow_cpu-2.21.0-cp311-cp311-win_amd64.whl', 'Expected a wheel for Linux on x64'],
  ['tensorflow-2.21.0-cp312-cp312-macosx_12_0_arm64.whl', 'Expected a wheel for Linux on x64'],
  ['torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl', 'Expected a wheel named like tensorflow_cpu-2.21.0'],
  ['download.whl', 'Keep the name it was published under'],
])('%s is refused in one line where it is not what its name says, or does not fit', async (name, expected) => {
  await expect(givenWheel(write(name))).rejects.toThrow(expected);
});

test('a wheel that is not there is refused', async () => {
  await expect(givenWheel(join(folder.path, 'none.whl'))).rejects.toThrow(
    /^Expected a wheel at .*, got no file\. Check the path\.$/,
  );
});
