import { expect, test } from '@jest/globals';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { presets } from './presets.ts';
import { modelTexts, parseState, stateTexts } from './train-state.ts';

const AT = { config: presets.fast.config, step: 3, position: 12 };

test('the texts of a model and a state are what their readers read', () => {
  const model = parseModelMetadata(modelTexts(AT, { about: { data: 'mine' }, licence: 'MIT' }));
  expect(model).toMatchObject({ licence: 'MIT', training: { data: 'mine', steps: 3 } });
  expect(parseState(stateTexts(AT))).toEqual(AT);
});

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each([
  ['a licence that is no text', { licence: 5 as unknown as string }, /whose licence is wrong/],
  ['a licence of several', { licence: ['MIT'] as unknown as string }, /whose licence is wrong/],
  ['a description that contains itself', { about: circular }, /^Expected about to be JSON, got something else: /],
  ['a description with a BigInt', { about: { pairs: 3n } }, /^Expected about to be JSON, got something else: /],
])('a model with %s is refused in one line', (_, provenance, line) => {
  expect(() => modelTexts(AT, provenance)).toThrow(line);
  expect(() => modelTexts(AT, provenance)).toThrow(/^[^\n]+$/);
});

test('a state that nobody could resume from is refused', () => {
  for (const wrong of [{ step: -1 }, { step: 1.5 }, { position: Number.NaN }])
    expect(() => stateTexts({ ...AT, ...wrong })).toThrow(
      /^Expected the state of a run, got a file whose (step|position) is wrong/,
    );
});

test('a state that a newer version wrote is refused with the version that can read it', () => {
  const texts = stateTexts(AT, { writtenBy: 'pix2pix 9.1.0' });
  expect(parseState(texts)).toEqual(AT);
  const newer = { ...texts, config: JSON.stringify({ ...AT.config, luck: 0.99 }) };
  expect(() => parseState(newer)).toThrow(/luck is wrong: [^\n]* It was written by pix2pix 9\.1\.0; use that version/);
});
