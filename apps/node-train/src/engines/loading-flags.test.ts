import { expect, test } from '@jest/globals';
import { loadingFlags } from './loading-flags.ts';

test('another Node is given the flags by which files are found, and no others', () => {
  const sources = ['--conditions', '@pix2pix-ts/source', '--import', 'file:///tsx'];
  const others = ['--inspect=9229', '--input-type=module', '--eval', 'process.exit(1)'];
  expect(loadingFlags([...others, ...sources])).toEqual(sources);
  expect(loadingFlags([...sources, ...others])).toEqual(sources);
  expect(loadingFlags(['--conditions=development', '-e', 'x'])).toEqual(['--conditions=development']);
  expect(loadingFlags([])).toEqual([]);
});
