import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { answerSlowly } from '../testing/answer-slowly.ts';
import { configuredIndex, downloadFromIndex } from './index-page.ts';

const folder = temporaryFolder();
const data = Buffer.alloc(300_000, 'a library. ');
const wheel = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
  sha256: createHash('sha256').update(data).digest('hex'),
};

/** Answers as a package index does while `use` runs. */
function withServer(listener: RequestListener, use: (index: string) => Promise<void>): Promise<void> {
  return listening(createServer(listener), (port) => use(`http://127.0.0.1:${port}/simple`));
}

const index =
  (body: Buffer): RequestListener =>
  ({ url }, response) => {
    if (url === '/simple/tensorflow-cpu/') {
      const links = ['tensorflow_cpu-2.20.0-x.whl', wheel.file].map(
        (file) => `<a href="../../files/${file}#sha256=0">${file}</a>`,
      );
      response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html><body>${links.join('<br>')}</body>`);
    } else if (url === `/files/${wheel.file}`) response.end(body);
    else response.writeHead(404).end();
  };

test('a wheel comes from an index without Python', async () => {
  await withServer(index(data), (url) => downloadFromIndex(url, wheel, folder.path));
  expect(readFileSync(join(folder.path, wheel.file)).equals(data)).toBe(true);
  expect(readdirSync(folder.path)).toEqual([wheel.file]);
});

test.each<[string, RequestListener, string]>([
  ['another file', index(Buffer.from('changed')), `Expected ${wheel.file} with the SHA-256 ${wheel.sha256}, got`],
  ['no such package', (_, response) => void response.writeHead(404).end(), 'the index answered 404'],
  [
    'no such file',
    (_, response) => void response.end('<a href="x.whl">x</a>'),
    `the index does not have ${wheel.file}`,
  ],
  [
    'a connection that breaks off',
    ({ url }, response) => {
      if (url?.startsWith('/files')) {
        response.writeHead(200, { 'content-length': data.length });
        response.write(data.subarray(0, 1000), () => response.destroy());
      } else index(data)({ url } as never, response as never);
    },
    'Could not fetch tensorflow-cpu 2.21.0:',
  ],
])('%s is one line, and leaves no file', async (_, listener, expected) => {
  await withServer(listener, async (url) => {
    const error: Error = await downloadFromIndex(url, wheel, folder.path).then(fail, (caught) => caught);
    expect(error.message).toContain(expected);
    expect(error.message).not.toContain('\n');
  });
  expect(readdirSync(folder.path)).toEqual([]);
});

test('an index that says nothing is reported, then given up; one that is slow is waited for', async () => {
  const silence = { wordMs: 1_000, endMs: 4_000 };
  const slowly =
    (end: 'whole' | 'never'): RequestListener =>
    (request, response) => {
      if (request.url?.startsWith('/files')) void answerSlowly(response, data, end);
      else index(data)(request, response);
    };
  const fetching = async (listener: RequestListener, i: number) => {
    const into = join(folder.path, String(i));
    mkdirSync(into);
    let [told, message, asked]: [string[], string, string] = [[], '', ''];
    await withServer(listener, async (url) => {
      asked = `the package index ${url}`;
      const tell = (line: string) => void told.push(line);
      const end = downloadFromIndex(url.replace('//', '//someone:secret@'), wheel, into, { tell, silence });
      message = await end.then(
        () => '',
        (error) => error.message,
      );
    });
    return { told, message, asked, files: readdirSync(into) };
  };
  const [slow, ...others] = await Promise.all([slowly('whole'), slowly('never'), () => {}].map(fetching));
  expect(slow).toMatchObject({ message: '', files: [wheel.file] });
  for (const { told, message, asked, files } of others) {
    expect(files).toEqual([]);
    expect(told).toEqual([`No data has come from ${asked} for 1 seconds: waiting up to 4 ...`]);
    expect(message).toBe(
      `Could not fetch tensorflow-cpu 2.21.0: no data came from ${asked} for 4 seconds. Check the network, install pip, which goes through a proxy, or pass the file with --wheel.`,
    );
  }
});

test('an index that asks for a password gets the one in its address, which no message has', async () => {
  const basic = `Basic ${Buffer.from('someone:s cret').toString('base64')}`;
  const guarded: RequestListener = (request, response) => {
    if (request.headers.authorization === basic) index(data)(request, response);
    else response.writeHead(401).end();
  };
  await withServer(guarded, async (url) => {
    await downloadFromIndex(url.replace('//', '//someone:s%20cret@'), wheel, folder.path);
    const refused = downloadFromIndex(url.replace('//', '//someone:wrong@'), wheel, folder.path);
    await expect(refused).rejects.toThrow('Could not fetch tensorflow-cpu 2.21.0: the index answered 401. Check');
  });
  expect(readdirSync(folder.path)).toEqual([wheel.file]);
});

test('no network is one line', async () => {
  await expect(downloadFromIndex('http://127.0.0.1:9/simple', wheel, folder.path)).rejects.toThrow(
    /^Could not fetch tensorflow-cpu 2\.21\.0: .*\. Check the network, install pip, which goes through a proxy, or pass the file with --wheel\.$/,
  );
});

test('the index is the one that pip or uv is set up for', () => {
  expect(configuredIndex({ PIP_INDEX_URL: 'http://a/simple' }, folder.path)).toBe('http://a/simple');
  expect(configuredIndex({ UV_DEFAULT_INDEX: 'http://b/simple' }, folder.path)).toBe('http://b/simple');
  const file = join(folder.path, 'pip.conf');
  writeFileSync(file, '[global]\ntimeout = 60\nindex-url = http://c/simple\n');
  expect(configuredIndex({ PIP_CONFIG_FILE: file }, folder.path)).toBe('http://c/simple');
});

function fail(): never {
  throw new Error('Expected an error, got none.');
}
