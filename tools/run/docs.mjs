import { runFromSource } from './run-from-source.mjs';

// Without a name the API reference, with one a picture of the concept pages.
const [picture, ...rest] = process.argv.slice(2);
const pictures = ['dropout', 'lambda', 'normalisation', 'patches'];
if (picture === undefined) {
  await runFromSource('tools/docs/src/reference.ts', []);
} else if (pictures.includes(picture)) {
  await runFromSource(`tools/docs/src/pictures/${picture}.ts`, rest);
} else {
  console.error(`Expected no argument, or one of ${pictures.join(', ')}, got ${picture}.`);
  process.exitCode = 2;
}
