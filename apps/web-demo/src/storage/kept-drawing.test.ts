import { expect, test } from '@jest/globals';
import type { Operation } from '../draw/operation.ts';
import { toKeep } from './kept-drawing.ts';

const fill: Operation = { kind: 'fill', colour: '#000000', points: [5, 6] };
const clear: Operation = { kind: 'clear' };
const picture: Operation = { kind: 'image', address: 'data:image/png;base64,' };

test('a drawing that would be refused after a reload is kept as what is seen of it, or as a picture', () => {
  const many = Array<Operation>(2000).fill(fill);
  expect(toKeep([fill, clear, fill], () => picture)).toEqual([fill, clear, fill]);
  expect(toKeep([...many, clear, fill], () => picture)).toEqual([fill]);
  expect(toKeep(many, () => picture)).toEqual([picture]);
});
