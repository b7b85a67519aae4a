import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { decodeImage } from './decode-image.ts';
import { openRegularFile, readRegularFile } from './read-regular-file.ts';

const folder = sharedFolder();
const at = (name: string) => join(folder.path, name);

test('a file is read, and so is one that a link leads to', async () => {
  writeFileSync(at('file'), 'text');
  symlinkSync(at('file'), at('link'));
  for (const name of ['file', 'link']) expect((await readRegularFile(at(name))).toString()).toBe('text');
});

test('what is not a file is refused at once and not waited for', async () => {
  if (process.platform === 'win32') return; // which has no such things in folders
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync(at('pipe'), at('link to a pipe'));
  symlinkSync(at('nowhere'), at('dangling'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
  const codes: [string, string][] = [
    ...([at('pipe'), at('link to a pipe'), at('socket'), '/dev/zero'].map((path) => [path, 'EFTYPE']) as [
      string,
      string,
    ][]),
    [folder.path, 'EISDIR'],
    [at('dangling'), 'ENOENT'],
  ];
  for (const [path, code] of codes) {
    await expect(openRegularFile(path)).rejects.toMatchObject({ code });
    await expect(readRegularFile(path)).rejects.toMatchObject({ code });
  }
  await expect(decodeImage(at('pipe'))).rejects.toThrow(
    `Could not read ${at('pipe')}: it is a pipe, a socket or a device, not a file. Check the path.`,
  );
  await new Promise((resolve) => server.close(resolve));
});
