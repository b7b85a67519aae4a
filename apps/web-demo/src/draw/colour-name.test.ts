import { expect, test } from '@jest/globals';
import { colourName } from './colour-name.ts';

test.each([
  ['#000000', 'black'],
  ['#ffffff', 'white'],
  ['#d3d3d3', 'light grey'],
  ['#9b9b9b', 'grey'],
  ['#636363', 'dark grey'],
  ['#ff0000', 'red'],
  ['#f8312f', 'red'],
  ['#ffb02e', 'orange'],
  ['#fcd53f', 'yellow'],
  ['#00d26a', 'green'],
  ['#00a6ed', 'blue'],
  ['#000080', 'dark blue'],
  ['#92d3f5', 'light blue'],
  ['#8d65c5', 'purple'],
  ['#533566', 'dark purple'],
  ['#321b41', 'very dark purple'],
  ['#ff69b4', 'pink'],
  ['#8b4513', 'brown'],
])('%s is called %s', (colour, name) => {
  expect(colourName(colour)).toBe(name);
});
