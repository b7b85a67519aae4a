import { expect, test } from '@jest/globals';
import { type ModelMetadata, pytorchGanGenerator } from '@pix2pix-ts/models';
import { LINES, pageSettings } from './page-settings.ts';

/** The settings of a model whose file says this of its training. */
const settingsOf = (training: ModelMetadata['training']) =>
  pageSettings({ generator: pytorchGanGenerator, direction: 'AtoB', dropout: 'off', training, licence: '' });
const coloursOf = (training: ModelMetadata['training']) => settingsOf(training).palette.map(({ colour }) => colour);

test('a model that says nothing is drawn for in lines, and counts as unknown', () => {
  expect(settingsOf({})).toEqual(LINES);
  expect(settingsOf({ page: { palette: [] } })).toEqual(LINES); // not valid
  expect(settingsOf({ name: 'toString' })).toEqual(LINES);
});

test("a file's own settings are taken, with the names that it gives its colours", () => {
  const page = {
    title: 'Mine',
    palette: ['#ff0000', { colour: '#ffffff', name: 'snow' }],
    tools: ['fill'],
    examples: 'flat',
  };
  expect(settingsOf({ page })).toMatchObject({
    title: 'Mine',
    palette: [
      { colour: '#ff0000', name: 'red', isNamed: false },
      { colour: '#ffffff', name: 'snow', isNamed: true },
    ],
    tools: ['fill'],
    isKnown: true,
  });
});

test('3d has a black next to its own colours, once', () => {
  expect(coloursOf({ name: '3d', page: { palette: ['#00a6ed', '#ffffff'] } })).toEqual([
    '#00a6ed',
    '#ffffff',
    '#000000',
  ]);
  expect(coloursOf({ name: '3d', page: { palette: ['#000000', '#ffffff'] } })).toEqual(['#000000', '#ffffff']);
});

test('a model that was trained with hints gets colours to give them in, and one that was not keeps its black', () => {
  const page = { palette: ['#000000'], examples: 'lines' };
  expect(coloursOf({ name: 'colour', page })).toEqual(['#000000']);
  expect(settingsOf({ name: 'colour', page }).hints).toBe(false);
  for (const training of [
    { name: 'colour', page, hints: 0.5 },
    { name: 'colour', page: { ...page, hints: true } },
  ]) {
    expect(coloursOf(training)).toEqual(LINES.palette.map(({ colour }) => colour));
    expect(settingsOf(training)).toMatchObject({ hints: true, hint: expect.stringContaining('dot of colour') });
  }
  expect(settingsOf({ name: 'colour', page, hints: 0 }).hints).toBe(false);
});
