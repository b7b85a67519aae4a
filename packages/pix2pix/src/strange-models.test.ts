import { expect, test } from '@jest/globals';
import { dispose, memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { modelTensors, parseModel } from './model.ts';
import { ModelError } from './model-error.ts';
import { smallerModelFile } from './testing/smaller-model-file.ts';

const FILES = 3000;

/** What a header's texts may be swapped for: names, dtypes and shapes from elsewhere in such files. */
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/\.scale"/g, '.scalf"'],
  [/\.weight"/g, '.scales"'],
  [/down2\.weight/g, 'down3.weight'],
  [/final\.bias/g, 'final.bios'],
  [/"I8"/g, '"U8"'],
  [/"F32"/g, '"I32"'],
  [/\[1,1,1,(\d+)\]/g, '[1,1,$1,1]'],
  [/\[1,1,(\d+),1\]/g, '[$1,1,1,1]'],
  [/\[4,4,(\d+),(\d+)\]/g, '[4,4,$2,$1]'],
  [/\\"imageSize\\":32/g, '\\"imageSize\\":64'],
];

/** The header's text with one of the places that the pattern finds swapped, in as many bytes. */
function swapped(header: string, [pattern, replacement]: (typeof SWAPS)[number], where: number): string {
  const found = [...header.matchAll(pattern)];
  const match = found[where % Math.max(1, found.length)];
  if (!match) return header;
  const one = match[0].replace(new RegExp(pattern.source), replacement);
  return header.slice(0, match.index) + one + header.slice(match.index + match[0].length);
}

const number = fc.nat({ max: 2 ** 31 - 1 });
const swaps = fc.array(fc.tuple(fc.constantFrom(...SWAPS), number), { maxLength: 2 });
const bytes = fc.array(fc.tuple(number, fc.nat({ max: 255 })), { maxLength: 3 });

test(`${FILES} 8-bit files, broken at random, are loaded with finite weights or refused in one line`, async () => {
  const sound = await smallerModelFile('int8');
  const length = Number(new DataView(sound.buffer).getBigUint64(0, true));
  const header = new TextDecoder().decode(sound.subarray(8, 8 + length));
  const scalesFrom = 8 + length;
  const scalesTo = scalesFrom + 4 * (155 + 3); // the scales and the bias, which are F32, come first
  const outcomes = { loaded: 0, refused: 0 };
  const before = memory().numTensors;
  fc.assert(
    fc.property(swaps, bytes, (headerSwaps, scaleBytes) => {
      const file = sound.slice();
      const text = headerSwaps.reduce((now, [swap, where]) => swapped(now, swap, where), header);
      file.set(new TextEncoder().encode(text.slice(0, length).padEnd(length)), 8);
      for (const [where, value] of scaleBytes) file[scalesFrom + (where % (scalesTo - scalesFrom))] = value;
      try {
        const tensors = modelTensors(parseModel(file, 'it'));
        outcomes.loaded++;
        const finite = Object.values(tensors).every((tensor) => tensor.dataSync().every(Number.isFinite));
        dispose(tensors);
        return finite;
      } catch (error) {
        outcomes.refused++;
        return error instanceof ModelError && /^Could not load it: [^\n]+$/.test(error.message);
      }
    }),
    { numRuns: FILES },
  );
  expect(memory().numTensors).toBe(before);
  expect(outcomes.loaded).toBeGreaterThan(FILES / 20);
  expect(outcomes.refused).toBeGreaterThan(FILES / 2);
});

test.each([
  ['a zip archive of PyTorch', [0x50, 0x4b, 3, 4]],
  ['its older format', [0x80, 2, 0x8a, 10]],
  ['a model.json', [0x7b, 0x22]],
  ['an ONNX model', [8, 8, 0x12, 7]],
])('%s is refused with how to convert it', (_what, begin) => {
  expect(() => parseModel(Uint8Array.from([...begin, ...new Array<number>(40).fill(1)]), 'it')).toThrow(
    /^Could not load it: Expected a model\.safetensors, got weights of another format\. Convert them first: pix2pix convert/,
  );
});
