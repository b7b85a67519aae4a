import { expect, test } from '@jest/globals';
import { EMPTY_HISTORY, redo, undo, visible, withOperation } from './history.ts';
import { isDrawing, type Operation } from './operation.ts';

const dot = (x: number): Operation => ({ kind: 'stroke', colour: '#000000', width: 8, points: [x, 0] });

test('what was undone is redone in order, until something else is done', () => {
  const three = [1, 2, 3].map(dot).reduce(withOperation, EMPTY_HISTORY);
  expect(redo(undo(three))).toEqual(three);
  expect(redo(redo(undo(undo(three))))).toEqual(three);
  const other = withOperation(undo(three), dot(4));
  expect(other.done).toEqual([dot(1), dot(2), dot(4)]);
  expect(redo(other)).toBe(other);
});

test('nothing is undone where nothing was done', () => {
  expect(undo(EMPTY_HISTORY)).toBe(EMPTY_HISTORY);
});

test('what is under a clearing or a picture is not visible', () => {
  const picture: Operation = { kind: 'image', address: 'data:image/png;base64,' };
  expect(visible([dot(1), { kind: 'clear' }, dot(2)])).toEqual([dot(2)]);
  expect(visible([dot(1), picture, dot(2)])).toEqual([picture, dot(2)]);
  expect(visible([picture, { kind: 'clear' }])).toEqual([]);
});

test.each([
  ['an invalid colour', [{ kind: 'stroke', colour: 'red', width: 8, points: [1, 2] }]],
  ['half a point', [{ kind: 'stroke', colour: '#000000', width: 8, points: [1, 2, 3] }]],
  ['a place that is no number', [{ kind: 'fill', colour: '#000000', points: [1, Number.NaN] }]],
  ['a picture from elsewhere', [{ kind: 'image', address: 'https://example.org/a.png' }]],
  ['an unknown operation', [{ kind: 'sing' }]],
  ['no list', { kind: 'clear' }],
])('an untrusted drawing with %s is refused', (_, drawing) => {
  expect(isDrawing(drawing)).toBe(false);
});
