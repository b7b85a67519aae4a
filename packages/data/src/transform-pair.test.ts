import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { negative, noise } from '@pix2pix-ts/testing/noise';
import { assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { crop, flipLeftRight, type Pixels } from './pixels.ts';
import { resize } from './resize.ts';
import { joinSideBySide, splitSideBySide } from './side-by-side.ts';
import { transformPair } from './transform-pair.ts';

const pairOf = (width: number, height: number) => {
  const a = noise(width, height, 'a');
  return { a, b: negative(a) };
};

type Place = { side: number; left: number; top: number };

/** All smaller squares within a square. */
function placesOf(size: number): Place[] {
  const upTo = (length: number) => [...Array(length).keys()];
  return upTo(size).flatMap((less) =>
    upTo(less + 1).flatMap((left) => upTo(less + 1).map((top) => ({ side: size - less, left, top }))),
  );
}

/** The pixel at a place, or the nearest one of the image. */
function at({ data, width, height }: Pixels, x: number, y: number): string {
  const [column, row] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)];
  return data.subarray((row * width + column) * 3, (row * width + column) * 3 + 3).join();
}

const isSame = (pixels: Pixels, expected: (x: number, y: number) => string) =>
  [...Array(pixels.width * pixels.height).keys()].every((i) => {
    const [x, y] = [i % pixels.width, Math.floor(i / pixels.width)];
    return at(pixels, x, y) === expected(x, y);
  });

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

  test('makes both halves smaller by the same factor, in the middle or anywhere, their edges going on', () => {
    const pair = pairOf(20, 20);
    const seen = { factors: new Set<number>(), places: new Set<string>() };
    for (let seed = 0; seed < 300; seed++) {
      const shift = seed % 2 === 1;
      const { input, target } = transformPair(pair, { imageSize: 10, scale: [0.4, 0.8], shift }, randomStream(seed));
      // Found by trying all sides and places: one of them must fit, pixel for pixel.
      const fits = placesOf(10).filter(({ side, left, top }) =>
        isSame(input, (x, y) => at(resize(pair.a, side, side), x - left, y - top)),
      );
      expect(fits).toHaveLength(1);
      const { side, left, top } = fits[0] as Place;
      expect(side >= 4 && side <= 8).toBe(true);
      expect(isSame(target, (x, y) => at(resize(pair.b, side, side), x - left, y - top))).toBe(true);
      const middle = Math.floor(0.5 * (10 - side + 1));
      if (!shift) expect([left, top]).toEqual([middle, middle]);
      seen.factors.add(side);
      if (side === 8) seen.places.add(`${left} ${top}`);
    }
    expect([...seen.factors].sort()).toEqual([4, 5, 6, 7, 8]);
    expect(seen.places.size).toBeGreaterThan(6); // of nine
  });

  test('an image that is not square is cut out, mirrored, made smaller and moved likewise, each side by its own measure', () => {
    const imageSize = { width: 8, height: 4 };
    const seen = { places: new Set<string>(), flips: new Set<boolean>() };
    for (let seed = 0; seed < 100; seed++) {
      // Of the jitter's size, 12 x 6, so that nothing is rounded.
      const pair = pairOf(12, 6);
      const { input, target } = transformPair(pair, { imageSize, jitter: 12, flip: true }, randomStream(seed));
      const fits = [0, 1, 2, 3, 4].flatMap((left) =>
        [0, 1, 2].flatMap((top) =>
          [false, true]
            .map((flip) => ({ left, top, flip }))
            .filter(({ flip }) => isSame(input, (x, y) => at(pair.a, left + (flip ? 7 - x : x), top + y))),
        ),
      );
      expect(fits).toHaveLength(1);
      seen.places.add(`${fits[0]?.left} ${fits[0]?.top}`);
      seen.flips.add(fits[0]?.flip as boolean);
      expect([...target.data]).toEqual([...negative(input).data]);
    }
    expect([seen.places.size, seen.flips.size]).toEqual([15, 2]);

    const pair = pairOf(20, 10);
    const places = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const options = { imageSize, scale: [0.5, 0.5], shift: true } as const;
      const { input } = transformPair(pair, options, randomStream(seed));
      const half = resize(pair.a, 4, 2);
      const fits = [0, 1, 2, 3, 4].flatMap((left) =>
        [0, 1, 2].filter((top) => isSame(input, (x, y) => at(half, x - left, y - top))).map((top) => `${left} ${top}`),
      );
      expect(fits).toHaveLength(1);
      places.add(fits[0] as string);
    }
    expect(places.size).toBe(15);
  });

  test('what else is drawn is the same with a scale, a shift and hints as without', () => {
    const pair = pairOf(12, 12);
    for (let seed = 0; seed < 50; seed++) {
      const options = { imageSize: 8, jitter: 12, flip: true };
      const plain = transformPair(pair, options, randomStream(seed));
      expect(transformPair(pair, { ...options, scale: [1, 1], shift: true }, randomStream(seed))).toEqual(plain);
      expect(transformPair(pair, { ...options, hints: 1 }, randomStream(seed)).target).toEqual(plain.target);
    }
  });

  test('gives that share of the inputs hints, and none for validation', () => {
    const pair = pairOf(16, 16);
    const options = { imageSize: 16, hints: 0.25 };
    const hinted = Array.from({ length: 400 }, (_, seed) => transformPair(pair, options, randomStream(seed))).filter(
      ({ input }) => input.data.join() !== pair.a.data.join(),
    );
    expect(Math.abs(hinted.length - 100)).toBeLessThan(44); // five standard deviations
    expect(transformPair(pair, { imageSize: 16, hints: 1 }).input).toEqual(pair.a);
  });

  test('only resizes where nothing is drawn', () => {
    const pair = pairOf(9, 7);
    const { input, target } = transformPair(pair, { imageSize: 4, jitter: 6, flip: true });
    expect(input).toEqual(resize(pair.a, 4, 4));
    expect(target).toEqual(resize(pair.b, 4, 4));
    const wide = transformPair(pair, { imageSize: { width: 6, height: 3 } });
    expect(wide).toEqual({ input: resize(pair.a, 6, 3), target: resize(pair.b, 6, 3) });
  });

  test('crop takes parts of the pair as it is, and enlarges one that is too small until it covers the size', () => {
    const pair = pairOf(7, 5);
    const options = { imageSize: 4, preprocess: 'crop' } as const;
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const { input, target } = transformPair(pair, options, randomStream(seed));
      const fits = [0, 1, 2, 3].flatMap((left) =>
        [0, 1]
          .filter((top) => crop(pair.a, left, top, 4, 4).data.join() === input.data.join())
          .map((top) => [left, top]),
      );
      expect(fits).toHaveLength(1);
      expect([...target.data]).toEqual([...negative(input).data]);
      seen.add(String(fits[0]));
    }
    expect(seen.size).toBe(8);
    expect(transformPair(pair, options).input).toEqual(crop(pair.a, 1, 0, 4, 4)); // the middle
    const small = pairOf(2, 3);
    expect(transformPair(small, options).input).toEqual(crop(resize(small.a, 4, 6), 0, 1, 4, 4));
    expect(() => transformPair({ a: pair.a, b: small.b }, options)).toThrow(
      "Expected A and B of one size with the preprocess 'crop', got 7x5 and 2x3.",
    );
  });

  test('scale_width_and_crop keeps the form of the pair, and covers the size where it is too low', () => {
    const options = { imageSize: 4, jitter: 6, preprocess: 'scale_width_and_crop' } as const;
    const tall = pairOf(3, 5);
    expect(transformPair(tall, options).input).toEqual(crop(resize(tall.a, 6, 10), 1, 3, 4, 4));
    const low = pairOf(12, 4); // 6x2 would not cover 4x4
    expect(transformPair(low, options).input).toEqual(crop(low.a, 4, 0, 4, 4));
  });

  test('none takes the pair as it is, and refuses one of another size', () => {
    const pair = pairOf(6, 3);
    const options = { imageSize: { width: 6, height: 3 }, preprocess: 'none' } as const;
    expect(transformPair(pair, options, randomStream(1))).toEqual({ input: pair.a, target: pair.b });
    const flips = [1, 2, 3, 4, 5].map((seed) => transformPair(pair, { ...options, flip: true }, randomStream(seed)));
    expect(new Set(flips.map(({ input }) => input.data.join())).size).toBe(2);
    expect(() => transformPair(pairOf(6, 4), options)).toThrow(
      "Expected pictures of 6x3 pixels with the preprocess 'none', got 6x4. Resize them,",
    );
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
