import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListLine } from '@pix2pix-ts/data/node';
import { countLines, readListLine, shardLines } from './list-lines.ts';
import { WHOLE } from './shard.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-list-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(content: string | Buffer): Promise<ListLine[]> {
  const path = join(folder, 'list.jsonl');
  await writeFile(path, content);
  const lines: ListLine[] = [];
  for await (const line of shardLines(path, WHOLE)) lines.push(line);
  return lines;
}

test.each([
  ['a byte-order mark', '\uFEFF{"a":"1.png"}\n{"a":"2.png"}\n'],
  ['the line ends of Windows', '{"a":"1.png"}\r\n{"a":"2.png"}\r\n\r\n'],
  ['no end of its last line', '{"a":"1.png"}\n{"a":"2.png"}'],
])('a list with %s has the same lines as one without', async (_, content) => {
  const outs = (await linesOf(content)).map(({ text }) => readListLine(text, folder).out);
  expect(outs).toEqual(['1.png', '2.png']);
});

const LIST = '{"a":"1.png"}\n{"a":"2.png"}\n';
test.each([
  ['with a mark', Buffer.from(`\uFEFF${LIST}`, 'utf16le')],
  ['without one', Buffer.from(LIST, 'utf16le')],
  ['of the other byte order', Buffer.from(`\uFEFF${LIST}`, 'utf16le').swap16()],
  ['of the other byte order without a mark', Buffer.from(LIST, 'utf16le').swap16()],
])('a list in UTF-16 %s is refused in one line, and not once per line', async (_, content) => {
  const path = join(folder, 'list.jsonl');
  await expect(linesOf(content)).rejects.toThrow(`Expected a list in UTF-8 in ${path}, got UTF-16. Save it as UTF-8.`);
  await expect(countLines(path, { index: 2, count: 2 })).rejects.toThrow('got UTF-16');
});

test('a line with a NUL, one of endless depth, and one whose keys are those of every object, are bad lines alone', async () => {
  const lines = await linesOf(`{"a":"1.png"}\n{"a":"\0"}\n${'['.repeat(200_000)}\n{"__proto__":{"a":"x.png"}}\n`);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  for (const { text } of lines.slice(1)) expect(() => readListLine(text, folder)).toThrow(/^Expected [^\n]{1,200}$/);
});

const read = (line: unknown) => readListLine(typeof line === 'string' ? line : JSON.stringify(line), '/data/lists');

describe('a line of a list', () => {
  test('has paths from the folder of the list on', () => {
    expect(read({ a: 'x/1.jpg', b: '../to/1.png', out: 'deep/er/1.PNG', note: 7 })).toEqual({
      a: '/data/lists/x/1.jpg',
      b: '/data/to/1.png',
      out: 'deep/er/1.PNG',
    });
  });

  test.each([
    ['x/1.jpg', 'x/1.png'],
    ['1', '1.png'],
    ['./x/../y/1.tar.webp', 'y/1.tar.png'],
    ['/abs/x/1.jpg', '1.png'],
    ['../x/1.jpg', '1.png'],
    ['..x/1.jpg', '..x/1.png'],
  ])('without "out" has the result of %s at %s', (a, out) => {
    expect(read({ a }).out).toBe(out);
  });

  test.each([
    ['{', /a JSON object such as \{"a": "drawings\/1\.png"\}, got \{\. Correct the line\./],
    ['null', /a JSON object such as/],
    [{}, /the path of an image as "a", got none/],
    [{ a: 3 }, /a path as "a", got 3/],
    [{ a: '' }, /a path as "a", got ""/],
    [{ a: 'x\0y' }, /a path as "a", got "x\\u0000y"/],
    [{ a: 'x', b: null }, /a path as "b", got null/],
    [{ a: 'x', out: '/etc/x.png' }, /"out" to be a name ending in \.png below the output folder/],
    [{ a: 'x', out: 'y/../../x.png' }, /"out" to be a name ending in \.png below the output folder/],
    [{ a: 'x', out: 'x.jpg' }, /ending in \.png below the output folder, got "x\.jpg"/],
    [{ a: 'x', out: '.png' }, /ending in \.png/],
    ['x'.repeat(200), / \.\.\.\. Correct the line\.$/],
  ])('%j is refused in one line', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  test('that is too long for memory is refused', () => {
    expect(() => readListLine(null, '/')).toThrow('got a line of more than a megabyte');
  });
});
