import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { longerSide } from '@pix2pix-ts/common';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import sharp from 'sharp';
import { SIDE } from '../../src/draw/operation.ts';
import type { GalleryItem } from '../../src/gallery/gallery.ts';
import { pageSettings } from '../../src/models/page-settings.ts';
import { GALLERY_DRAWINGS } from './gallery-drawings.ts';
import { paintPicture } from './paint-picture.ts';

// `npm run gallery`: the page's gallery anew, a dozen drawings and what the models of packages/model-* make of them. Another
// folder of such packages may be named. Writes src/gallery/gallery.json and gallery.webp.
const DOZEN = 12;
const COLUMNS = 4;
/** The sides of a result and of the drawing to its right, in pixels. */
const RESULT = 256;
const DRAWING = 128;

const target = path.resolve(import.meta.dirname, '../../src/gallery');
const packages = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../../packages'));
// As the page has them: the models of most visits first.
const ORDER = ['colour', '3d', 'planet'];
const models = readdirSync(packages)
  .filter((name) => name.startsWith('model-'))
  .map((name) => name.slice('model-'.length))
  .sort((left, right) => ORDER.indexOf(left) - ORDER.indexOf(right));

const items: GalleryItem[] = [];
const cells: { result: Buffer; drawing: Buffer }[] = [];
for (const model of models) {
  const translator = await loadTranslator(readFileSync(path.join(packages, `model-${model}`, 'model.safetensors')));
  const { examples: kind, hints: takesHints } = pageSettings(translator.metadata);
  for (const { title, drawing, hints } of GALLERY_DRAWINGS[kind].slice(0, Math.floor(DOZEN / models.length))) {
    const operations = takesHints ? [...drawing, ...hints] : drawing;
    const picture = await paintPicture(operations);
    // Twice the model's size, as the page sends it.
    const side = Math.min(SIDE, 2 * longerSide(translator.imageSize));
    const { data } = await sharp(picture).resize(side, side).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const output = await translator.translate({ data: new Uint8ClampedArray(data), width: side, height: side });
    const raw = { width: output.width, height: output.height, channels: 4 as const };
    const large = await sharp(Buffer.from(output.data), { raw })
      .resize(RESULT, RESULT, { kernel: 'cubic' })
      .png()
      .toBuffer();
    const lines = kind === 'lines' ? [{ input: await linesOf(drawing), blend: 'multiply' as const }] : [];
    cells.push({
      result: await sharp(large).composite(lines).png().toBuffer(),
      drawing: await sharp(picture).resize(DRAWING, DRAWING).png().toBuffer(),
    });
    items.push({ model, kind, title, drawing: operations });
    console.log(`${model}: ${title}`);
  }
  translator.dispose();
}
const sheet = sharp({
  create: {
    width: COLUMNS * (RESULT + DRAWING),
    height: Math.ceil(items.length / COLUMNS) * RESULT,
    channels: 3,
    background: '#ffffff',
  },
});
const places = cells.flatMap(({ result, drawing }, at) => {
  const [left, top] = [(at % COLUMNS) * (RESULT + DRAWING), Math.floor(at / COLUMNS) * RESULT];
  return [
    { input: result, left, top },
    { input: drawing, left: left + RESULT, top },
  ];
});
const file = path.join(target, 'gallery.webp');
const { size } = await sheet.composite(places).webp({ quality: 82, effort: 6 }).toFile(file);
writeFileSync(
  path.join(target, 'gallery.json'),
  `${JSON.stringify({ columns: COLUMNS, result: RESULT, drawing: DRAWING, items })}\n`,
);
console.log(`${items.length} results, ${Math.round(size / 1000)} kB`);
process.exit(); // an engine's threads need not end by themselves

/** The drawing's lines alone, as the page lays them over a result. */
async function linesOf(drawing: Parameters<typeof paintPicture>[0]): Promise<Buffer> {
  return sharp(await paintPicture(drawing))
    .resize(RESULT, RESULT)
    .png()
    .toBuffer();
}
