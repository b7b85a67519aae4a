import path from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import sharp from 'sharp';
import { SCENES } from './scenes.ts';

// `npm run docs -- drawing`: the line drawing of the README's picture as drawing.png, for the first translation.
const SIDE = 512;
/** The page's pen, 28 of 1024. */
const PEN = (28 / 1024) * SIDE;
const out = path.resolve(import.meta.dirname, '../../../../drawing.png');

const lines = (SCENES.colour ?? []).map(({ places }) => {
  const points = places.map(([x, y]) => `${(x * SIDE).toFixed(1)},${(y * SIDE).toFixed(1)}`);
  return `<polyline points="${points.join(' ')}"/>`;
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
<g fill="none" stroke="#000000" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round">${lines.join('')}</g></svg>`;
const png = sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).png({ palette: true, colours: 16 });
await writeAtomically(out, await png.toBuffer());
console.log(path.relative(process.cwd(), out));
