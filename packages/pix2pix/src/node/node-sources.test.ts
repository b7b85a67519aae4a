import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallModelFile } from '@pix2pix-ts/testing-models';
import { memory, tensor, tensor3d } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { sampleImage } from '../testing/sample-image.ts';
import { loadTranslator, type NodePictureSource, type NodeTranslator } from './index.ts';

const folder = sharedFolder();
let translator: NodeTranslator;

beforeAll(async () => {
  translator = await loadTranslator(await smallModelFile());
});
afterAll(() => translator.dispose());

/** Half transparent everywhere, and in the colours of a file that says how it is to be turned. */
const FILES = {
  'clear.png': () => {
    const { data, width, height } = sampleImage(24, 17, 4);
    const faded = data.map((value, at) => (at % 4 === 3 ? (at * 7) % 256 : value));
    return sharp(faded, { raw: { width, height, channels: 4 } }).png();
  },
  'turned.jpg': () => {
    const { data, width, height } = sampleImage(24, 17, 3);
    return sharp(data, { raw: { width, height, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg();
  },
} as const;

describe.each(Object.keys(FILES) as (keyof typeof FILES)[])('the picture of %s', (name) => {
  let path: string;
  let bytes: Buffer;
  let expected: Uint8ClampedArray;

  beforeAll(async () => {
    path = join(folder.path, name);
    bytes = await FILES[name]().toBuffer();
    await writeFile(path, bytes);
    expected = (await translator.translate(await decodeImage(path))).data;
    expect(new Set(expected).size).toBeGreaterThan(20);
  });

  test.each<[string, () => NodePictureSource]>([
    ['a path', () => path],
    ['a file: address', () => pathToFileURL(path)],
    ['the text of a file: address', () => pathToFileURL(path).href],
    ['a data: address', () => `data:image/png;base64,${bytes.toString('base64')}`],
    ['a Buffer', () => bytes],
    ['a part of a larger array', () => new Uint8Array([0, ...bytes, 0]).subarray(1, -1)],
    ['an ArrayBuffer', () => Uint8Array.from(bytes).buffer],
    ['a Blob', () => new Blob([Uint8Array.from(bytes)])],
    ['a sharp object', () => sharp(path)],
    ['a sharp object of bytes', () => sharp(bytes)],
  ])('is the same from %s', async (_, source) => {
    expect((await translator.translate(source())).data).toEqual(expected);
  });

  test('is the same from its values, in an array or a tensor, which stays', async () => {
    const { data, width, height } = await decodeImage(path);
    const rgb = tensor3d(Uint8Array.from(data), [height, width, 3], 'int32');
    const before = memory().numTensors;
    expect((await translator.translate(rgb)).data).toEqual(expected);
    expect((await translator.translate({ data, width, height })).data).toEqual(expected);
    expect(memory().numTensors).toBe(before);
    rgb.dispose();
  });

  test('is the same from an address on the web', async () => {
    const server = createServer((_, response) => void response.end(bytes)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
    expect((await translator.translate(address)).data).toEqual(expected);
    expect((await translator.translate(new URL(address))).data).toEqual(expected);
    server.closeAllConnections();
    server.close();
  });

  test('is the same in a batch of several kinds', async () => {
    const results = await translator.translateBatch([path, bytes, sharp(path)]);
    // An engine may add in another order in a batch: a value in the middle between two is then rounded to the other.
    for (const { data } of results)
      expect(Math.max(...data.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThanOrEqual(1);
    for (const { data } of results) expect(data).toEqual(results[0]?.data);
  });
});

test("a tensor's alpha is laid over white", async () => {
  const clear = tensor([[[0, 0, 0, 51]]], [1, 1, 4], 'int32');
  const gray = tensor([[[204, 204, 204]]], [1, 1, 3], 'int32');
  expect((await translator.translate(clear)).data).toEqual((await translator.translate(gray)).data);
  clear.dispose();
  gray.dispose();
});

test('a result is written as a file, and is values alone on another thread', async () => {
  const result = await translator.translate(sampleImage(9, 7));
  const { data, width, height } = result;
  expect(structuredClone(result)).toEqual({ data, width, height });
  for (const file of [await result.toBuffer(), await result.toBuffer('png'), await (await result.toBlob()).bytes?.()]) {
    if (!file) continue; // Node 20 has no `bytes`
    const read = await decodeImage(file);
    expect(read).toMatchObject({ width: 9, height: 7 });
    expect([...read.data]).toEqual([...data].filter((_, at) => at % 4 !== 3));
  }
  expect((await sharp(await result.toBuffer('jpeg', { quality: 50 })).metadata()).format).toBe('jpeg');
  expect((await result.toBlob('image/webp', 0.5)).type).toBe('image/webp');
  await expect(result.toBuffer('bmp' as 'png')).rejects.toThrow(
    "Expected a format out of png, jpeg, webp, avif, tiff, gif, got 'bmp'. Use png.",
  );
});

describe('a stream of paths', () => {
  const clear = () => join(folder.path, 'clear.png');
  const turned = () => join(folder.path, 'turned.jpg');

  test('gives each result as it is ready, in order, and says what it was made from', async () => {
    let asked = 0;
    const waitsForever = async function* () {
      for (const path of [clear(), turned()]) {
        asked++;
        yield path;
      }
      await new Promise(() => {});
    };
    const found: NodePictureSource[] = [];
    for await (const { source, data } of translator.translate(waitsForever())) {
      expect(data).toEqual((await translator.translate(source)).data);
      found.push(source);
      if (found.length === 2) break; // though the stream has not ended
    }
    expect([found, asked]).toEqual([[clear(), turned()], 2]);
  });

  test('may be one of Node, and of anything that is a picture', async () => {
    const pictures = Readable.from([clear(), sampleImage(4, 4), sharp(turned())]);
    const sizes = [];
    for await (const { width, height } of translator.translate(pictures)) sizes.push([width, height]);
    expect(sizes).toEqual([
      [24, 17],
      [4, 4],
      [17, 24],
    ]);
  });

  test('ends at a picture that cannot be read, unless somebody wants to know of it', async () => {
    const paths = async function* () {
      yield* [clear(), 'missing.png', turned()];
    };
    const all = async (results: AsyncIterable<unknown>) => {
      let count = 0;
      for await (const _ of results) count++;
      return count;
    };
    await expect(all(translator.translate(paths()))).rejects.toThrow(
      'Could not read missing.png: there is no such file',
    );
    const bad: [string, NodePictureSource][] = [];
    const onError = ({ message }: Error, source: NodePictureSource) => bad.push([message, source]);
    expect(await all(translator.translate(paths(), { onError }))).toBe(2);
    expect(bad).toEqual([['Could not read missing.png: there is no such file. Check the path.', 'missing.png']]);
  });

  test('is not one of bytes', async () => {
    const bytes = createReadStream(clear());
    await expect(translator.translate(bytes).next()).rejects.toThrow(
      'Expected a stream of paths or pictures, got a stream of bytes. Pass the path of its file',
    );
    bytes.destroy();
  });
});

describe('what is no picture is refused in one line:', () => {
  test.each<[string, unknown, string]>([
    ['null', null, '{ data, width, height }), got null. Is there such an element in the page?'],
    ['undefined', undefined, 'got undefined. Pass one of these.'],
    ['a number', 7, 'got Number. Pass one of these.'],
    ['a promise', Promise.resolve('x.png'), 'got Promise. Await it first.'],
    ['an array', ['x.png'], 'got Array. Pass its pictures to translateBatch().'],
    ['values without a size', new Uint8ClampedArray(4), 'got Uint8ClampedArray. Pass its width and height too.'],
    ['a path that leads nowhere', 'missing.png', 'Could not read missing.png: there is no such file. Check the path.'],
    ['bytes of something else', Buffer.from('hello'), 'Expected a complete image in the image, got damaged or unknown'],
    ['no bytes', Buffer.alloc(0), 'Expected an image in the image, got 0 bytes.'],
    [
      'a sharp object of a missing file',
      sharp('missing.png'),
      'Expected a picture from the sharp object, got "Input file is missing',
    ],
    ['an address where nobody is', 'http://127.0.0.1:1/x.png', 'Could not fetch http://127.0.0.1:1/x.png: '],
  ])('%s', async (_, source, message) => {
    const refused = await translator.translate(source as string).catch((error) => error);
    expect(refused.message).toContain(message);
    expect(refused.message).not.toContain('\n');
    expect(['TypeError', 'DataError']).toContain(refused.name);
  });

  test('a tensor of floats, of another shape, with values outside, or disposed', async () => {
    const refusal = async (source: NodePictureSource) => (await translator.translate(source).catch((e) => e)).message;
    const floats = tensor([[[0, 0.5, 1]]], [1, 1, 3]);
    const batch = tensor([[[[0, 5, 1]]]], [1, 1, 1, 3], 'int32');
    const gray = tensor([[[7]]], [1, 1, 1], 'int32');
    const bright = tensor([[[0, 256, 1]]], [1, 1, 3], 'int32');
    expect(await refusal(floats)).toBe(
      "Expected a tensor of dtype int32, from 0 to 255, got float32. Convert it: floats from 0 to 1 with cast(round(mul(tensor, 255)), 'int32').",
    );
    expect(await refusal(batch)).toContain('got [1,1,1,3]. Take its one picture: squeeze(tensor, [0]).');
    expect(await refusal(gray)).toContain('[height, width, 4], got [1,1,1]. Pass RGB or RGBA.');
    expect(await refusal(bright)).toContain('Expected values from 0 to 255 in the tensor, got 256. Clip them');
    for (const made of [floats, batch, gray, bright]) made.dispose();
    expect(await refusal(bright)).toContain('Expected a tensor with values, got one that is disposed.');
  });
});
