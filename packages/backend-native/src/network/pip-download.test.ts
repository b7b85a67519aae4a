import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hashFile } from '@pix2pix-ts/common/node';
import { listening } from '@pix2pix-ts/testing/listening';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { withEnvironment } from '@pix2pix-ts/testing/with-environment';
import { fetchWheel } from '../install/fetch-wheel.ts';
import { answerSlowly } from '../testing/answer-slowly.ts';
import { writeZip } from '../testing/write-zip.ts';
import { findPip } from './pip.ts';
import { askedOfPip } from './pip-network.ts';

const folder = temporaryFolder();
const fileOf = (name: string) => `${name}-1.0-py3-none-any.whl`;

/** A wheel of which pip takes its name and version. */
function makeWheel(name: string): Buffer {
  const path = join(folder.path, fileOf(name));
  const texts = {
    METADATA: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    WHEEL: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    RECORD: '',
  };
  writeZip(
    path,
    Object.entries(texts).map(([file, text]) => ({ name: `${name}-1.0.dist-info/${file}`, data: Buffer.from(text) })),
  );
  return readFileSync(path);
}

test('a package index that says nothing is reported, then given up with pip; one that is slow is waited for', async () => {
  if (!(await findPip())) return; // then the next test's way is taken
  const names = ['silent', 'broken', 'slow'] as const;
  const wheels = Object.fromEntries(names.map((name) => [fileOf(name), makeWheel(name)]));
  // Of one package the page never comes, of one the file breaks off, of one it comes slowly.
  const index = createServer(async ({ url = '' }, response) => {
    const file = url.split('/').at(-1) as string;
    const name = url.split('/')[2] as string;
    if (url.startsWith('/files/')) {
      await answerSlowly(response, wheels[file] as Buffer, file === fileOf('slow') ? 'whole' : 'never');
    } else if (name !== 'silent') {
      const page = `<!DOCTYPE html><html><body><a href="/files/${fileOf(name)}">${fileOf(name)}</a></body></html>`;
      response.setHeader('content-type', 'text/html').end(page);
    }
  });
  const told: [name: string, line: string][] = [];
  const fetching = async (name: (typeof names)[number]) => {
    const sha256 = (await hashFile(join(folder.path, fileOf(name)), 'sha256')) as string;
    const downloads = join(folder.path, name);
    mkdirSync(downloads);
    return fetchWheel({ name, version: '1.0', file: fileOf(name), sha256 }, downloads, {
      silence: { wordMs: 1_500, endMs: 5_000 },
      tell: (line) => void told.push([name, line]),
    });
  };
  await listening(index, async (port) => {
    const settings = { PIP_INDEX_URL: `http://someone:secret@127.0.0.1:${port}/simple`, PIP_FIND_LINKS: undefined };
    const [silent, broken, slow] = await withEnvironment(settings, () => Promise.allSettled(names.map(fetching)));
    const asked = `the package index http://127.0.0.1:${port}/simple`;
    for (const [name, end] of Object.entries({ silent, broken })) {
      const message = `Could not fetch ${name} 1.0: no data came from ${asked} for 5 seconds. Check the network, or set a proxy (HTTPS_PROXY, or pip config set global.proxy), or pass the file with --wheel.`;
      expect(end).toMatchObject({ reason: { name: 'InstallError', message } });
      expect(told.filter(([of]) => of === name)).toEqual([
        [name, `No data has come from ${asked} for 1.5 seconds: waiting up to 5 ...`],
      ]);
      expect(readdirSync(join(folder.path, name))).toEqual([]);
    }
    expect(slow).toEqual({ status: 'fulfilled', value: join(folder.path, 'slow', fileOf('slow')) });
  });
});

test('which index pip asks is read from its configuration and from the environment, without passwords', () => {
  const output = ":env:.index-url='http://a:b@env.test/simple'\nglobal.index-url='https://file.test/'\n";
  const environment = { HTTP_PROXY: 'http://me:x@proxy.test:8', https_proxy: 'http://other:9' };
  const index = 'the package index http://env.test/simple';
  expect(askedOfPip(output, {}).from).toBe(index);
  expect(askedOfPip(output, environment).from).toBe(`${index} through the proxy http://proxy.test:8`);
  expect(askedOfPip(output, { ...environment, NO_PROXY: 'env.test' }).from).toBe(index);
  expect(askedOfPip(`${output}global.proxy='socks5://u:p@q:1'\n`, environment).from).toBe(
    `${index} through the proxy socks5://q:1`,
  );
  expect(askedOfPip('', environment).from).toBe('the package index through the proxy http://other:9');
});
