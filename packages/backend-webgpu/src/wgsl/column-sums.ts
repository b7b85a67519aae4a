import { addUp, eachRow, type NormShader } from './norm-layout.ts';

/** The sum of each channel over all rows, in one shader. */
export const columnSums: NormShader = {
  outputs: ['sums'],
  inputs: ['x'],
  code: (width) => `
  ${sumOfRows(width)}
  if (isInside && line == 0u) { sums[channel] = one[lane]; }`,
};

/** The first of two shaders: the sum of each piece. */
export const columnSumsOfPieces: NormShader = {
  outputs: ['pieces'],
  inputs: ['x'],
  code: (width) => `
  ${sumOfRows(width)}
  if (isInside && line == 0u) { pieces[cut * numbers.columns + column] = one[lane]; }`,
};

const sumOfRows = (width: 1 | 4) => `
  var sum = T();
  ${eachRow(width, 'sum += x[i];')}
  ${addUp(width, { one: 'sum' })}`;
