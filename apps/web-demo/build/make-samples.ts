import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Region } from 'sharp';
import sampleSet from '../src/examples/sample-set.json' with { type: 'json' };

// Makes the page's sample set to train on and its examples, out of data sets of `pix2pix prepare`: of OpenMoji one of 64 px for
// training and one of 256 px for the examples, of the Fluent emoji one of 256 px:
//   node --import tsx apps/web-demo/build/make-samples.ts lines DATA64 DATA256
//   node --import tsx apps/web-demo/build/make-samples.ts flat DATA256
const [kind = '', ...folders] = process.argv.slice(2);
const TRAIN = 128;
const HELD_OUT = 16;
const EXAMPLES = { lines: 24, flat: 16 };
/** The size of the examples' drawings, and of their originals, which are shown small. */
const DRAWING = 256;
const ORIGINAL = 192;
const COLUMNS = 8;
const target = path.resolve(import.meta.dirname, '../src/examples');

if (kind === 'lines') {
  const [small = '', large = ''] = folders;
  await writePairs(small);
  await writeExamples('', large, { count: EXAMPLES.lines, drawingColours: 16, originalColours: 64 });
} else if (kind === 'flat') {
  const [large = ''] = folders;
  await writeExamples('flat-', large, { count: EXAMPLES.flat, drawingColours: 64, originalColours: 128 });
} else throw new Error(`Expected lines or flat, got '${kind}'. See the top of this file.`);
const sizes = {
  columns: COLUMNS,
  size: 64,
  train: TRAIN,
  heldOut: HELD_OUT,
  drawingSize: DRAWING,
  originalSize: ORIGINAL,
};
writeFileSync(
  path.join(target, 'sample-set.json'),
  `${JSON.stringify({ licence: sampleSet.licence, ...sizes, examples: EXAMPLES }, null, 2)}\n`,
);

async function writePairs(folder: string): Promise<void> {
  const train = spread(namesIn(folder, 'train'), TRAIN);
  const heldOut = spread(namesIn(folder, 'val'), HELD_OUT);
  const files = [...train, ...heldOut].map((name) => path.join(folder, name));
  const cut = { left: 0, top: 0, width: 128, height: 64 };
  await writeSheet('pairs.png', files, { cut, width: 128, height: 64, colours: 256 });
}

async function writeExamples(
  prefix: string,
  folder: string,
  { count, drawingColours, originalColours }: { count: number; drawingColours: number; originalColours: number },
): Promise<void> {
  const names = spread([...namesIn(folder, 'val'), ...namesIn(folder, 'test')], count);
  const files = names.map((name) => path.join(folder, name));
  const half = (left: number) => ({ left, top: 0, width: DRAWING, height: DRAWING });
  const drawn = { cut: half(0), width: DRAWING, height: DRAWING, colours: drawingColours };
  await writeSheet(`${prefix}drawings.png`, files, drawn);
  const original = { cut: half(DRAWING), width: ORIGINAL, height: ORIGINAL, colours: originalColours };
  await writeSheet(`${prefix}originals.png`, files, original);
}

/** The pictures of a split, in the order of their names, relative to the folder. */
function namesIn(folder: string, split: string): string[] {
  return readdirSync(path.join(folder, split))
    .filter((name) => name.endsWith('.png'))
    .sort()
    .map((name) => path.join(split, name));
}

/** `count` names, evenly from the first to the last. */
function spread(names: readonly string[], count: number): string[] {
  if (names.length < count) throw new Error(`Expected at least ${count} pictures, got ${names.length}. Make more.`);
  return Array.from({ length: count }, (_, i) => names[Math.floor((i * names.length) / count)] as string);
}

/** A part of each file in a grid, as large as asked for, in few colours. */
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
