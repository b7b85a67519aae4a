import { addUp, eachRow, type NormShader } from './norm-layout.ts';

/** What differs between the norms. */
export type Normalization = {
  /** Tensors with a value for each channel that `finish` reads. */
  parameters: readonly string[];
  /** The numbers of the uniform that `finish` reads. */
  numbers: readonly string[];
  /** WGSL that makes the output from `h`, the normalised value. */
  finish: string;
  /** WGSL of the rows of one more output, `saved`, a value for each channel each: what the gradient wants in one tensor. */
  saved?: readonly string[];
};

/** In one shader: the mean, then the squares about it, then the values. */
export function normalizeWhole({ parameters, numbers, finish, saved = [] }: Normalization): NormShader {
  return {
    outputs: outputsWith(saved),
    inputs: ['x', ...parameters],
    numbers: ['epsilon', ...numbers],
    code: (width) => `
  ${momentsOfRows(width)}
  let scaling = inverseSqrt(other[lane] / count + numbers.epsilon);
  ${write(width, finish)}
  if (isInside && line == 0u) { ${writeMoments(saved)} }`,
  };
}

/** The first of two shaders: of each piece of an image its mean and the sum of the squares about it. */
export const momentsOfPieces: NormShader = {
  outputs: ['pieces'],
  inputs: ['x'],
  code: (width) => `
  ${momentsOfRows(width)}
  if (isInside && line == 0u) {
    let i = parts + cut * 2u * numbers.columns;
    pieces[i] = middle;
    pieces[i + numbers.columns] = other[lane];
  }`,
};

/** The second: joins the pieces (Chan, Golub and LeVeque 1979), as each workgroup does for itself, and writes the values. */
export function normalizePieces({ parameters, numbers, finish, saved = [] }: Normalization): NormShader {
  return {
    outputs: outputsWith(saved),
    inputs: ['x', 'pieces', ...parameters],
    numbers: ['epsilon', ...numbers],
    code: (width) => `
  if (!isInside) { return; }
  let near = pieces[parts];
  var sum = T();
  for (var j = 0u; j < numbers.cuts; j++) {
    let rows = f32(min(numbers.rows, (j + 1u) * perPiece) - j * perPiece);
    sum += rows * (pieces[parts + j * 2u * numbers.columns] - near);
  }
  let middle = near + sum / count;
  var squares = T();
  for (var j = 0u; j < numbers.cuts; j++) {
    let rows = f32(min(numbers.rows, (j + 1u) * perPiece) - j * perPiece);
    let i = parts + j * 2u * numbers.columns;
    let away = pieces[i] - middle;
    squares += pieces[i + numbers.columns] + rows * away * away;
  }
  let scaling = inverseSqrt(squares / count + numbers.epsilon);
  ${write(width, finish)}
  if (line == 0u && cut == 0u) { ${writeMoments(saved)} }`,
  };
}

/**
 * `middle` is the mean of the workgroup's rows; the sum of the squares about it is in `other`. The values are added up
 * from a first one on, so that no digits are lost where the mean is far from zero.
 */
const momentsOfRows = (width: 1 | 4) => `
  let near = x[select(0u, start + begin * numbers.columns, isInside)];
  var sum = T();
  ${eachRow(width, 'sum += x[i] - near;')}
  ${addUp(width, { one: 'sum' })}
  let middle = near + one[lane] / f32(min(numbers.rows, begin + perPiece) - begin);
  var squares = T();
  ${eachRow(width, 'let away = x[i] - middle; squares += away * away;')}
  ${addUp(width, { other: 'squares' })}`;

const write = (width: 1 | 4, finish: string) =>
  eachRow(width, `let h = (x[i] - middle) * scaling;\n    y[i] = ${finish};`);

const outputsWith = (saved: readonly string[]) => ['y', 'mean', 'inverseStd', ...(saved.length > 0 ? ['saved'] : [])];

function writeMoments(saved: readonly string[]): string {
  const rows = saved.map((value, row) => `saved[channel + ${row}u * numbers.images * numbers.columns] = ${value};`);
  return ['mean[channel] = middle;', 'inverseStd[channel] = scaling;', ...rows].join(' ');
}
