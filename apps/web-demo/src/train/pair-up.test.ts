import { expect, test } from '@jest/globals';
import { describeLeftOut, isHidden, pairUp } from './pair-up.ts';

/** The pairs of these paths, and what is said of the others. */
function paired(...paths: string[]) {
  const { pairs, leftOut } = pairUp(paths.filter((name) => !isHidden({ name })).map((name) => ({ name })));
  return {
    pairs: pairs.map(([name, ...files]) => [name, ...files.map((file) => file.name)]),
    left: describeLeftOut(leftOut),
  };
}

test('each file is a pair where there are no halves, in the order in which people count', () => {
  expect(paired('10.png', '2.png', '.DS_Store', '__MACOSX/2.png')).toEqual({
    pairs: [
      ['2', '2.png'],
      ['10', '10.png'],
    ],
    left: '',
  });
});

test.each([
  ['A/1.png', 'B/1.jpg'],
  ['cats/A/1.png', 'cats/B/1.png'],
  ['a/1.png', 'b/1.png'],
  ['trainA/1.png', 'trainB/1.png'],
  ['A/train/1.png', 'B/train/1.png'],
  ['A/é.png'.normalize('NFC'), 'B/é.png'.normalize('NFD')],
])('%s and %s are the halves of one pair', (a, b) => {
  const { pairs, left } = paired(a, b);
  expect(pairs).toEqual([[expect.stringMatching(/^(1|é)$/), a, b]]);
  expect(left).toBe('');
});

test('the same name in two splits is two pairs', () => {
  const files = ['train/A/1.png', 'train/B/1.png', 'val/A/1.png', 'val/B/1.png'];
  expect(paired(...files).pairs.map(([name]) => name)).toEqual(['train/1', 'val/1']);
  expect(paired('x/1.png', 'y/1.png').pairs.map(([name]) => name)).toEqual(['x/1', 'y/1']);
});

test('what has no other half, is next to the halves, or deeper in them is named', () => {
  const files = ['A/1.png', 'B/1.png', 'A/2.png', 'B/3.png', 'B/4.png', 'B/5.png', 'B/6.png', 'B/7.png'];
  const { pairs, left } = paired(...files, 'notes.txt', 'A/more/8.png');
  expect(pairs).toEqual([['1', 'A/1.png', 'B/1.png']]);
  expect(left).toBe(
    'only in A: A/2.png; only in B: B/3.png, B/4.png, B/5.png and 2 more; neither in A nor in B: A/more/8.png, notes.txt',
  );
});

test('twins are named, and the first of them is used', () => {
  expect(paired('1.jpg', '1.png', '2.png')).toEqual({
    pairs: [
      ['1', '1.jpg'],
      ['2', '2.png'],
    ],
    left: 'same name as another: 1.png',
  });
  expect(paired('A/1.jpg', 'A/1.png', 'B/1.png')).toEqual({
    pairs: [['1', 'A/1.jpg', 'B/1.png']],
    left: 'same name as another: A/1.png',
  });
});

test('one half alone is not a pair', () => {
  expect(paired('B/1.png', 'B/2.png')).toEqual({ pairs: [], left: 'only in B: B/1.png, B/2.png' });
});

test('names of any length are cut', () => {
  expect(paired('B/1.png', `A/${'x'.repeat(255)}`).left).toMatch(/^only in A: A\/x{37}…; only in B: B\/1\.png$/);
});
