import { expect, test } from '@jest/globals';
import { svgStrokes } from './svg-strokes.ts';

test('straight lines are as they are written, and Z goes back to the beginning', () => {
  expect(svgStrokes('<path d="M10 20 L30 20 L30 40 Z M1 2 L3 4"/>')).toEqual([
    [10, 20, 30, 20, 30, 40, 10, 20],
    [1, 2, 3, 4],
  ]);
});

test('the middle of a curve is where its formula has it, and several follow from one letter', () => {
  // (p0 + 2 p1 + p2) / 4, and (p0 + 3 p1 + 3 p2 + p3) / 8
  expect(svgStrokes('<path d="M0 0 Q40 80 80 0 120 -80 160 0"/>')[0]).toEqual(
    expect.arrayContaining([40, 40, 80, 0, 120, -40]),
  );
  expect(svgStrokes('<path d="M0 0 C0 80 80 80 80 0"/>')[0]?.slice(14, 16)).toEqual([40, 60]);
});

test('all points of an ellipse are on it, and it is closed', () => {
  const [points = []] = svgStrokes('<ellipse cx="50" cy="60" rx="10" ry="20"/>');
  for (let i = 0; i < points.length; i += 2)
    expect((((points[i] as number) - 50) / 10) ** 2 + (((points[i + 1] as number) - 60) / 20) ** 2).toBeCloseTo(1);
  expect(points.slice(-2).map(Math.round)).toEqual(points.slice(0, 2));
});

test('what it cannot draw is named', () => {
  expect(() => svgStrokes('<path d="M0 0 A1 1 0 0 0 2 2"/>')).toThrow('Expected M, L, Q, C or Z in a path, got A.');
  expect(() => svgStrokes('<rect x="0"/>')).toThrow('got <rect>');
});
