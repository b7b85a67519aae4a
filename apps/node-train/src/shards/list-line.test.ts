import { describe, expect, test } from '@jest/globals';
import { readListLine } from './list-line.ts';

const read = (line: unknown) => readListLine(typeof line === 'string' ? line : JSON.stringify(line), '/data/lists');

describe('a line of a list', () => {
  test('has paths from the folder of the list on', () => {
    expect(read({ a: 'x/1.jpg', b: '../to/1.png', out: 'deep/er/1.PNG', note: 7 })).toEqual({
      a: '/data/lists/x/1.jpg',
      b: '/data/to/1.png',
      out: 'deep/er/1.PNG',
    });
  });

  test.each([
    ['x/1.jpg', 'x/1.png'],
    ['1', '1.png'],
    ['./x/../y/1.tar.webp', 'y/1.tar.png'],
    ['/abs/x/1.jpg', '1.png'],
    ['../x/1.jpg', '1.png'],
    ['..x/1.jpg', '..x/1.png'],
  ])('without "out" has the result of %s at %s', (a, out) => {
    expect(read({ a }).out).toBe(out);
  });

  test.each([
    ['{', /a JSON object such as \{"a": "drawings\/1\.png"\}, got \{\. Correct the line\./],
    ['null', /a JSON object such as/],
    [{}, /the path of an image as "a", got none/],
    [{ a: 3 }, /a path as "a", got 3/],
    [{ a: '' }, /a path as "a", got ""/],
    [{ a: 'x\0y' }, /a path as "a", got "x\\u0000y"/],
    [{ a: 'x', b: null }, /a path as "b", got null/],
    [{ a: 'x', out: '/etc/x.png' }, /"out" to be a name ending in \.png below the output folder/],
    [{ a: 'x', out: 'y/../../x.png' }, /"out" to be a name ending in \.png below the output folder/],
    [{ a: 'x', out: 'x.jpg' }, /ending in \.png below the output folder, got "x\.jpg"/],
    [{ a: 'x', out: '.png' }, /ending in \.png/],
    ['x'.repeat(200), / \.\.\.\. Correct the line\.$/],
  ])('%j is refused in one line', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });

  test('that is too long for memory is refused', () => {
    expect(() => readListLine(null, '/')).toThrow('got a line of more than a megabyte');
  });
});
