import sharp from 'sharp';
import type { Project } from './project.ts';

const SIDE = 64;

/** Gives a project what the READMEs' programs read: folders of pairs, a drawing, and a model where there is one. */
export async function writeSampleFiles({ write }: Pick<Project, 'write'>, model?: Uint8Array): Promise<void> {
  for (const data of ['faces', 'facades'])
    for (const [split, pairs] of Object.entries({ train: 6, val: 2 }))
      for (let pair = 0; pair < pairs; pair++)
        write(`data/${data}/${split}/${pair}.png`, await picture(2 * SIDE, SIDE, pair));
  write('drawing.png', await picture(SIDE, SIDE, 3));
  if (model) write('runs/mine/model.safetensors', model);
}

/** A gradient as a PNG, another one for every number. */
function picture(width: number, height: number, number: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * (number + 1)) % 256);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
