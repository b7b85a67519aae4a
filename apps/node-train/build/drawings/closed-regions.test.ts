import { expect, test } from '@jest/globals';
import { TWELVE_DRAWINGS } from '@pix2pix-ts/testing/twelve-drawings';
import { closedRegions } from './closed-regions.ts';
import { drawPicture, PLACINGS, paintedFlat, withDots } from './draw-picture.ts';
import { regionThere } from './region-there.ts';

const whole = { scale: 1, x: 0.5, y: 0.5 };

test('a closed line has a region, as large as what it closes in but for its edge; the background is none', async () => {
  const picture = await drawPicture('<rect x="40" y="40" width="120" height="160"/>', whole, 256);
  const [region, ...others] = closedRegions(picture);
  expect(others).toEqual([]);
  const [width, height] = [120 - 7 - 2 * 2, 160 - 7 - 2 * 2]; // without the pen's width, and without two steps at each side
  expect(Math.abs((region?.pixels.length ?? 0) / (width * height) - 1)).toBeLessThan(0.04);
  expect(Math.abs((region?.middle.x ?? 0) - 100)).toBeLessThan(3);
  expect(closedRegions(await drawPicture('<path d="M40 40 L200 40 L200 200"/>', whole, 256))).toEqual([]);
});

test('each of the twelve drawings has a region at every size and place, and fewer or as many where it is small', async () => {
  for (const drawing of Object.values(TWELVE_DRAWINGS)) {
    const counts = await Promise.all(
      PLACINGS.map(async (placing) => closedRegions(await drawPicture(drawing, placing, 128)).length),
    );
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts[0]).toBe(Math.max(...counts));
  }
});

test('a dot is within its region and leaves the lines as they are', async () => {
  const picture = await drawPicture(TWELVE_DRAWINGS.flower, whole, 128);
  const regions = closedRegions(picture);
  const dotted = withDots(picture, regions, [[200, 10, 10]]);
  const inside = new Set(regions.flatMap(({ pixels }) => [...pixels]));
  let dots = 0;
  for (let pixel = 0; pixel < 128 * 128; pixel++) {
    const [before, after] = [picture, dotted].map(({ data }) => data.slice(3 * pixel, 3 * pixel + 3).join());
    if (before === after) continue;
    expect({ pixel, after, isInside: inside.has(pixel) }).toEqual({ pixel, after: '200,10,10', isInside: true });
    dots++;
  }
  expect(dots).toBeGreaterThan(regions.length * 8);
});

test('closed lines are painted flat without their lines, open ones stay lines', () => {
  expect(paintedFlat('<circle r="5"/><path d="M0 0 L9 9 L0 9 Z"/><path d="M0 0 L9 9"/>')).toBe(
    '<circle fill="rgb(220,60,50)" stroke="none" r="5"/><path fill="rgb(60,140,220)" stroke="none" d="M0 0 L9 9 L0 9 Z"/><path d="M0 0 L9 9"/>',
  );
});

test('a region of a drawing is found again where that is smaller, even if another one is the largest there', async () => {
  // As wide a pen leaves less of what is low.
  const drawing = '<rect x="10" y="10" width="232" height="56"/><rect x="60" y="90" width="108" height="108"/>';
  const [low] = closedRegions(await drawPicture(drawing, whole, 256));
  if (!low) throw new Error('Expected a region.');
  expect(Math.abs(low.middle.y - 38)).toBeLessThan(2);
  for (const placing of PLACINGS) {
    const regions = closedRegions(await drawPicture(drawing, placing, 256));
    const found = regionThere(regions, low, placing, 256);
    const free = 256 * (1 - placing.scale);
    expect(Math.abs((found?.middle.y ?? 0) - (free * placing.y + placing.scale * 38))).toBeLessThan(2);
    expect([placing.scale, regions[0] === found]).toEqual([placing.scale, placing.scale > 0.5]);
  }
});
