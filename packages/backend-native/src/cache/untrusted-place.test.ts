import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { untrustedInside, untrustedWay } from './untrusted-place.ts';

const folder = temporaryFolder();
let engine: string;
let file: string;

/** A folder whose mode is not narrowed by the umask. */
function make(path: string, mode = 0o755): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

beforeEach(() => {
  make(join(folder.path, 'cache'));
  engine = make(join(folder.path, 'cache', 'engine'));
  make(join(engine, 'addon'));
  file = join(engine, 'addon', 'file');
  writeFileSync(file, 'x', { mode: 0o644 });
});

test('a folder of this user that only this user can write is trusted, below /tmp too', () => {
  expect(untrustedWay(engine)).toBeUndefined();
  expect(untrustedInside(engine)).toBeUndefined();
});

test.each([0o777, 0o757, 0o1777, 0o2777])('an engine in a folder of mode %o is not', (mode) => {
  chmodSync(engine, mode);
  expect(untrustedWay(engine)).toEqual({ path: engine, reason: 'can be written by others' });
});

test('nor one below a folder that others can write to, unless it is sticky', () => {
  const cache = join(folder.path, 'cache');
  chmodSync(cache, 0o777);
  expect(untrustedWay(engine)).toEqual({ path: cache, reason: 'can be written by others' });
  chmodSync(cache, 0o1777);
  expect(untrustedWay(engine)).toBeUndefined();
});

test.each(['addon', 'addon/file'])('nor one whose %s the group can write to', (name) => {
  chmodSync(join(engine, name), name === 'addon' ? 0o775 : 0o664);
  expect(untrustedInside(engine)).toEqual({ path: join(engine, name), reason: 'can be written by others' });
});

test('nor one that belongs to someone else', () => {
  const stranger = 12_345;
  const reason = /^belongs to user \d+, neither you \(12345\) nor root$/;
  if (process.geteuid?.() !== 0) {
    expect(untrustedWay(engine, stranger)?.reason).toMatch(reason);
    expect(untrustedInside(engine, stranger)?.reason).toMatch(reason);
  }
  // What belongs to root is trusted by everybody.
  expect(untrustedWay('/', stranger)).toBeUndefined();
});

test('a link on the way is followed, and what it leads through counts', () => {
  const open = make(join(folder.path, 'open'), 0o777);
  const way = make(join(open, 'way'));
  symlinkSync(join(folder.path, 'cache'), join(way, 'cache'));
  symlinkSync(join(way, 'cache'), join(folder.path, 'link'));
  expect(untrustedWay(join(folder.path, 'link', 'engine'))).toEqual({ path: open, reason: 'can be written by others' });
  chmodSync(open, 0o755);
  expect(untrustedWay(join(folder.path, 'link', 'engine'))).toBeUndefined();
});

test('a link inside may lead to another place inside, and nowhere else', () => {
  symlinkSync('file', join(engine, 'addon', 'other'));
  expect(untrustedInside(engine)).toBeUndefined();
  symlinkSync(folder.path, join(engine, 'out'));
  expect(untrustedInside(engine)?.reason).toMatch(/^is a link to .*, outside the engine$/);
});
