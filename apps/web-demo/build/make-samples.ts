import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Region } from 'sharp';

// Makes the sample set of the page out of two data sets of `pix2pix prepare openmoji` of the same emoji, one of 64 px for
// training and one of 256 px for the examples:
//   node --import tsx apps/web-demo/build/make-samples.ts DATA64 DATA256
const [small = '', large = ''] = process.argv.slice(2);
const TRAIN = 128;
const HELD_OUT = 16;
const EXAMPLES = 24;
/** The side of the examples' originals, which are shown small. */
const ORIGINAL = 192;
const COLUMNS = 8;
const target = path.resolve(import.meta.dirname, '../src/examples');

const train = spread(namesIn(small, 'train'), TRAIN);
const heldOut = spread(namesIn(small, 'val'), HELD_OUT);
await writeSheet(
  'pairs.png',
  [...train.map((name) => path.join(small, 'train', name)), ...heldOut.map((name) => path.join(small, 'val', name))],
  { cut: { left: 0, top: 0, width: 128, height: 64 }, width: 128, height: 64, colours: 256 },
);
const examples = spread(
  [...namesIn(large, 'val').map((name) => `val/${name}`), ...namesIn(large, 'test').map((name) => `test/${name}`)],
  EXAMPLES,
);
const exampleFiles = examples.map((name) => path.join(large, name));
await writeSheet('drawings.png', exampleFiles, {
  cut: { left: 0, top: 0, width: 256, height: 256 },
  ...{ width: 256, height: 256, colours: 16 },
});
await writeSheet('originals.png', exampleFiles, {
  cut: { left: 256, top: 0, width: 256, height: 256 },
  ...{ width: ORIGINAL, height: ORIGINAL, colours: 64 },
});
writeFileSync(
  path.join(target, 'sample-set.json'),
  `${JSON.stringify({ licence: 'CC BY-SA 4.0, OpenMoji', columns: COLUMNS, size: 64, train: train.length, heldOut: heldOut.length, drawingSize: 256, originalSize: ORIGINAL, drawings: examples.length }, null, 2)}\n`,
);

function namesIn(folder: string, split: string): string[] {
  return readdirSync(path.join(folder, split))
    .filter((name) => name.endsWith('.png'))
    .sort();
}

/** `count` names, evenly from the first to the last. */
function spread(names: readonly string[], count: number): string[] {
  const taken = Math.min(count, names.length);
  return Array.from({ length: taken }, (_, i) => names[Math.floor((i * names.length) / taken)] as string);
}

/** A part of each file in a grid, as large as told, in few colours. */
async function writeSheet(
  name: string,
  files: readonly string[],
  { cut, width, height, colours }: { cut: Region; width: number; height: number; colours: number },
): Promise<void> {
  const cells = await Promise.all(
    files.map(async (file, i) => ({
      input: await sharp(readFileSync(file)).extract(cut).resize(width, height).png().toBuffer(),
      left: (i % COLUMNS) * width,
      top: Math.floor(i / COLUMNS) * height,
    })),
  );
  const rows = Math.ceil(files.length / COLUMNS);
  const sheet = sharp({ create: { width: COLUMNS * width, height: rows * height, channels: 3, background: '#fff' } });
  await sheet.composite(cells).png({ palette: true, colours, effort: 10, dither: 0 }).toFile(path.join(target, name));
}
