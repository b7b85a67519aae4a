import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { installLine } from './install-line.mjs';

test.each(['plain', "a user's $HOME & more"])(
  'a shell reads the files of a folder named %s out of the line',
  (name) => {
    const parent = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-line-'));
    const folder = path.join(parent, name);
    mkdirSync(folder);
    for (const file of ['b.tgz', 'a.tgz', 'no-tarball']) writeFileSync(path.join(folder, file), '');
    const line = installLine(folder, ['a.tgz', 'b.tgz'], 'linux');
    // npm's words, one a line.
    const words = execFileSync('/bin/sh', ['-c', line.replace(/^npm install/, "printf '%s\\n'")], { encoding: 'utf8' });
    expect(words.trim().split('\n')).toEqual(['a.tgz', 'b.tgz'].map((file) => path.join(folder, file)));
    rmSync(parent, { recursive: true });
  },
);

test('the line for Windows, whose shells know no star, names every file', () => {
  expect(installLine('C:\\my clone\\tarballs', ['a.tgz', 'b.tgz'], 'win32')).toBe(
    'npm install "C:\\my clone\\tarballs\\a.tgz" "C:\\my clone\\tarballs\\b.tgz"',
  );
});
