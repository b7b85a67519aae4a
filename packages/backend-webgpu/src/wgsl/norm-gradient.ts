import { addUp, eachRow, type NormShader } from './norm-layout.ts';

/** What differs between the norms' gradients: dx = factor * (g - mean(g) - h * mean(g * h)). */
export type NormGradient = {
  /** Tensors that `normalized` and `flowing` read. */
  inputs: readonly string[];
  /** Tensors with a value for each channel that only `factor` reads. */
  factors: readonly string[];
  /** The numbers of the uniform that the rest reads. */
  numbers?: readonly string[];
  /** WGSL that gives `h`, the normalised value at `i`. */
  normalized: string;
  /** WGSL that gives `g`, what flows back into it; it may read `h`. */
  flowing: string;
  /** WGSL that gives the factor of a channel. */
  factor: string;
  /** Tensors with a value for each channel that are written: `one` is the sum of g, `other` that of g * h. */
  sums?: Readonly<Record<string, 'one' | 'other'>>;
};

/** In one shader: both sums, then the values. */
export function gradientWhole(norm: NormGradient): NormShader {
  const { inputs, factors, numbers = [], sums = {} } = norm;
  return {
    outputs: ['dx', ...Object.keys(sums)],
    inputs: [...inputs, ...factors],
    numbers,
    code: (width) => `
  ${sumsOfRows(width, norm)}
  ${write(width, norm, 'one[lane]', 'other[lane]')}
  if (isInside && line == 0u) { ${assign(sums, (sum) => `${sum}[lane]`)} }`,
  };
}

/** The first of two shaders: both sums of each piece of an image. */
export function sumsOfPieces(norm: NormGradient): NormShader {
  return {
    outputs: ['pieces'],
    inputs: norm.inputs,
    numbers: norm.numbers ?? [],
    code: (width) => `
  ${sumsOfRows(width, norm)}
  if (isInside && line == 0u) {
    let i = parts + cut * 2u * numbers.columns;
    pieces[i] = one[lane];
    pieces[i + numbers.columns] = other[lane];
  }`,
  };
}

/** The second: adds the pieces up, as each workgroup does for itself, and writes the values. */
export function gradientOfPieces(norm: NormGradient): NormShader {
  const { inputs, factors, numbers = [] } = norm;
  return {
    outputs: ['dx'],
    inputs: ['pieces', ...inputs, ...factors],
    numbers,
    code: (width) => `
  if (!isInside) { return; }
  ${ADD_PIECES}
  ${write(width, norm, 'ofOne', 'ofOther')}`,
  };
}

/** A third one, for the sums of a norm that has them as outputs: beside dx they would be too many bindings. */
export function sumsFromPieces({ sums = {} }: NormGradient): NormShader {
  return {
    outputs: Object.keys(sums),
    inputs: ['pieces'],
    code: () => `
  if (!isInside || line > 0u || cut > 0u) { return; }
  ${ADD_PIECES}
  ${assign(sums, (sum) => ({ one: 'ofOne', other: 'ofOther' })[sum])}`,
  };
}

const sumsOfRows = (width: 1 | 4, { normalized, flowing }: NormGradient) => `
  var sumOfG = T();
  var sumOfBoth = T();
  ${eachRow(width, `let h = ${normalized}; let g = ${flowing}; sumOfG += g; sumOfBoth += g * h;`)}
  ${addUp(width, { one: 'sumOfG', other: 'sumOfBoth' })}`;

const write = (width: 1 | 4, { normalized, flowing, factor }: NormGradient, ofG: string, ofBoth: string) => `
  let meanOfG = ${ofG} / count;
  let meanOfBoth = ${ofBoth} / count;
  let factor = ${factor};
  ${eachRow(width, `let h = ${normalized}; let g = ${flowing}; dx[i] = factor * (g - meanOfG - h * meanOfBoth);`)}`;

const ADD_PIECES = `
  var ofOne = T();
  var ofOther = T();
  for (var j = 0u; j < numbers.cuts; j++) {
    let i = parts + j * 2u * numbers.columns;
    ofOne += pieces[i];
    ofOther += pieces[i + numbers.columns];
  }`;

const assign = (sums: NonNullable<NormGradient['sums']>, value: (sum: 'one' | 'other') => string) =>
  Object.entries(sums)
    .map(([tensor, sum]) => `${tensor}[channel] = ${value(sum)};`)
    .join(' ');
