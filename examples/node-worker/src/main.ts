import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeImage } from '@pix2pix-ts/data/node';
import sharp from 'sharp';
import { startTranslator } from './start-translator.ts';

const [model, out, ...images] = process.argv.slice(2);
if (!model || !out || images.length === 0)
  throw new Error('Expected a model, a folder to write to, and images. Pass them in this order.');

const translator = await startTranslator(model);
try {
  await Promise.all(images.map(translateFile));
} finally {
  await translator.close();
}

/** While one picture is translated, the main thread reads and writes the others. */
async function translateFile(file: string): Promise<void> {
  const { data, width, height } = await translator.translate(await decodeImage(file));
  const target = path.join(out as string, `${path.parse(file).name}.png`);
  await writeFile(
    target,
    await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
  console.log(target);
}
