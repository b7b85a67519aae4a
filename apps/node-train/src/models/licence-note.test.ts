import { expect, test } from '@jest/globals';
import { licenceNote } from './licence-note.ts';

test.each([
  ['CC-BY-SA-4.0', "The model's training data is under CC-BY-SA-4.0."],
  ['public domain (NASA)', "The model's training data is in the public domain (NASA)."],
  ['', undefined],
])('says of the licence %p what it is', (licence, note) => {
  expect(licenceNote(licence)).toBe(note);
});
