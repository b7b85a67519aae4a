import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { negative, noise } from '@pix2pix-ts/testing/noise';
import { assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { crop, flipLeftRight } from './pixels.ts';
import { resize } from './resize.ts';
import { joinSideBySide, splitSideBySide } from './side-by-side.ts';
import { transformPair } from './transform-pair.ts';

const pairOf = (width: number, height: number) => {
  const a = noise(width, height, 'a');
  return { a, b: negative(a) };
};

describe('transformPair', () => {
  test('crops and flips both halves alike', () => {
    const anyOptions = record({
      imageSize: integer({ min: 1, max: 12 }),
      more: integer({ min: 0, max: 5 }),
      flip: boolean(),
      direction: constantFrom('AtoB' as const, 'BtoA' as const),
      seed: integer(),
    });
    assert(
      property(anyOptions, ({ imageSize, more, flip, direction, seed }) => {
        const jitter = imageSize + more;
        // Already of the jitter's size, so that nothing is rounded and the negative must be exact.
        const { input, target } = transformPair(
          pairOf(jitter, jitter),
          { imageSize, jitter, flip, direction },
          randomStream(seed),
        );
        expect([input.width, input.height, target.width, target.height]).toEqual([
          imageSize,
          imageSize,
          imageSize,
          imageSize,
        ]);
        expect([...target.data]).toEqual([...negative(input).data]);
      }),
    );
  });

  test('takes every crop of the larger image, flipped and not, about as often', () => {
    const pair = pairOf(5, 5);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3600; seed++) {
      const { input } = transformPair(pair, { imageSize: 3, jitter: 5, flip: true }, randomStream(seed));
      counts.set(input.data.join(), (counts.get(input.data.join()) ?? 0) + 1);
    }
    const places = [0, 1, 2].flatMap((top) => [0, 1, 2].map((left) => crop(pair.a, left, top, 3, 3)));
    const expected = places.flatMap((place) => [place.data.join(), flipLeftRight(place).data.join()]);
    expect([...counts.keys()].sort()).toEqual(expected.sort());
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(70); // five standard deviations
  });

  test('only resizes where nothing is drawn', () => {
    const pair = pairOf(9, 7);
    const { input, target } = transformPair(pair, { imageSize: 4, jitter: 6, flip: true });
    expect(input).toEqual(resize(pair.a, 4, 4));
    expect(target).toEqual(resize(pair.b, 4, 4));
  });

  test('BtoA makes B the input', () => {
    const pair = pairOf(4, 4);
    expect(transformPair(pair, { imageSize: 4, direction: 'BtoA' })).toEqual({ input: pair.b, target: pair.a });
  });
});

test('flipLeftRight mirrors each row', () => {
  const data = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect([...flipLeftRight({ data, width: 2, height: 2 }).data]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
});

describe('splitSideBySide', () => {
  test('gives back what joinSideBySide put together', () => {
    const size = integer({ min: 1, max: 9 });
    assert(
      property(size, size, (width, height) => {
        const pair = { a: noise(width, height, 'a'), b: noise(width, height, 'b') };
        const joined = joinSideBySide(pair);
        expect([joined.width, joined.height]).toEqual([2 * width, height]);
        expect([...joined.data.subarray(0, 3)]).toEqual([...pair.a.data.subarray(0, 3)]);
        expect(splitSideBySide(joined)).toEqual(pair);
      }),
    );
  });

  test('refuses an odd width by name', () => {
    expect(() => splitSideBySide(noise(5, 4), 'cats/1.png')).toThrow(
      'Expected an even width for cats/1.png, A on the left and B on the right, got 5x4.',
    );
  });
});
