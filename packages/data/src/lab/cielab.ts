/** Lightness from 0 to 100, and the two colour axes, of CIELAB (CIE 15:2004). */
export type Lab = [lightness: number, a: number, b: number];

/** Red, green and blue, each linear from 0 to 1. */
type Linear = readonly [red: number, green: number, blue: number];

/** From linear sRGB to XYZ under D65 (IEC 61966-2-1), and back. */
const TO_XYZ = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const;
const FROM_XYZ = [
  [3.240481343, -1.537151516, -0.498536326],
  [-0.969254949, 1.875990001, 0.041555927],
  [0.055646639, -0.204041338, 1.057311069],
] as const;

/** White under D65 for the observer of 2 degrees. */
const WHITE = [0.95047, 1, 1.08883] as const;

/** Where the cube root gives way to a straight line, as CIE 15:2004 has it. */
const KNEE = 6 / 29;

/** x to the value of sRGB's curve from 0 to 1, of every byte. */
const LINEAR = /* @__PURE__ */ Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value > 0.04045 ? ((value + 0.055) / 1.055) ** 2.4 : value / 12.92;
});

/** CIELAB of a colour of sRGB in bytes. */
export function labOf(red: number, green: number, blue: number): Lab {
  const linear = [LINEAR[red], LINEAR[green], LINEAR[blue]] as unknown as Linear;
  const [x, y, z] = TO_XYZ.map((row, i) => curve(dot(row, linear) / (WHITE[i] as number))) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The colour of sRGB from 0 to 255, not rounded, and beyond that where sRGB does not have it. */
export function rgbOf([lightness, a, b]: Readonly<Lab>): [red: number, green: number, blue: number] {
  const y = (lightness + 16) / 116;
  const xyz = [y + a / 500, y, y - b / 200].map((value, i) => inverse(value) * (WHITE[i] as number));
  return FROM_XYZ.map((row) => 255 * encoded(dot(row, xyz as unknown as Linear))) as [number, number, number];
}

function dot(row: Linear, [x, y, z]: Linear): number {
  return row[0] * x + row[1] * y + row[2] * z;
}

function curve(t: number): number {
  return t > KNEE ** 3 ? Math.cbrt(t) : t / (3 * KNEE ** 2) + 4 / 29;
}

function inverse(t: number): number {
  return t > KNEE ? t ** 3 : 3 * KNEE ** 2 * (t - 4 / 29);
}

function encoded(value: number): number {
  return value > 0.0031308 ? 1.055 * value ** (1 / 2.4) - 0.055 : 12.92 * value;
}
