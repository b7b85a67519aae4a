/** What is said of the licence of a model's training data, which what it makes may be under too; nothing where none is known. */
export function licenceNote(licence: string): string | undefined {
  if (licence === '') return undefined;
  const where = /^public domain\b/i.test(licence) ? `in the ${licence}` : `under ${licence}`;
  return `The model's training data is ${where}.`;
}
