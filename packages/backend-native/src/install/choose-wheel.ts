import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { hashFile } from '@pix2pix-ts/common/node';
import { tagsOf } from '../network/pip.ts';
import { InstallError } from './install-error.ts';
import { DEFAULT_TENSORFLOW, type PinnedWheel, TENSORFLOW_WHEELS } from './pins.ts';

/** A wheel that was asked for: one to fetch, or a file of the user's. */
export type ChosenWheel = PinnedWheel & {
  /** Where it already is. */
  readonly path?: string;
  /** Whether its checksum is one that this package knows. */
  readonly known: boolean;
};

/** @throws InstallError where this version is not one that is pinned */
export function pinnedWheel(flavor: 'cpu' | 'gpu', version = DEFAULT_TENSORFLOW): ChosenWheel {
  const wheels = TENSORFLOW_WHEELS[flavor];
  const wheel = wheels.find((pinned) => pinned.version === version);
  if (wheel) return { ...wheel, known: true };
  const versions = wheels.map((pinned) => pinned.version).join(' or ');
  throw new InstallError(
    `Expected TensorFlow ${versions}, got ${version}. Use one of them, or pass a file with --wheel.`,
  );
}

/**
 * The wheel that the user has, if it fits: the two libraries for Linux on x64, of a version whose headers are known. One
 * that bears the name of a pinned wheel has to be that one to the byte.
 *
 * @throws InstallError where it is missing, for another platform, or not what its name says
 */
export async function givenWheel(path: string): Promise<ChosenWheel> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new InstallError(`Expected a wheel at ${path}, got no file. Check the path.`);
  const file = basename(path);
  const [, name = '', version = ''] = /^(tensorflow(?:_cpu)?)-(\d+\.\d+\.\d+)-/.exec(file) ?? [];
  if (!version) {
    throw new InstallError(
      `Expected a wheel named like tensorflow_cpu-2.21.0-...whl, got ${file}. Keep the name it was published under.`,
    );
  }
  const { platforms } = tagsOf(file);
  if (!platforms.some((platform) => /^manylinux.*_x86_64$/.test(platform))) {
    throw new InstallError(
      `Expected a wheel for Linux on x64 (manylinux_..._x86_64), got ${file}. Use the one for that platform.`,
    );
  }
  const sha256 = (await hashFile(path, 'sha256')) as string;
  const pinned = Object.values(TENSORFLOW_WHEELS)
    .flat()
    .find((wheel) => wheel.file === file);
  if (pinned && pinned.sha256 !== sha256) {
    throw new InstallError(
      `Expected ${file} with the SHA-256 ${pinned.sha256}, got ${sha256}. It was not used: fetch it again.`,
    );
  }
  return { name: name.replace('_', '-'), version, file, sha256, path, known: pinned !== undefined };
}
