import { runFromSource } from './run-from-source.mjs';

// Without a name the API reference, with one a picture of the concept pages, of the README's page, or the drawing to try.
const [picture, ...rest] = process.argv.slice(2);
const pictures = {
  dropout: 'tools/docs/src/pictures/dropout.ts',
  lambda: 'tools/docs/src/pictures/lambda.ts',
  normalisation: 'tools/docs/src/pictures/normalisation.ts',
  patches: 'tools/docs/src/pictures/patches.ts',
  page: 'apps/web-demo/build/picture/page-picture.ts',
  drawing: 'apps/web-demo/build/picture/drawing-to-try.ts',
};
if (picture === undefined) {
  await runFromSource('tools/docs/src/reference.ts', []);
} else if (Object.hasOwn(pictures, picture)) {
  await runFromSource(pictures[picture], rest);
} else {
  console.error(`Expected no argument, or one of ${Object.keys(pictures).join(', ')}, got ${picture}.`);
  process.exitCode = 2;
}
