import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { writeAtomically } from '@pix2pix-ts/common/node';
import sharp from 'sharp';
import { buildPage } from '../../tests/built-page.ts';
import { openPage, settled, translatedAfter } from '../../tests/demo-page.ts';
import { servePage } from '../serve-page.ts';
import { paintScene } from './paint-scene.ts';
import { SCENES } from './scenes.ts';

// `npm run docs -- page planet`: the animated picture of the README, painted on the built page with that model in a browser.
const root = path.resolve(import.meta.dirname, '../../../..');
const out = path.join(root, 'docs/images/page.webp');
/** The README is to show it at once, on a phone too. */
const MOST_BYTES = 1_500_000;
/** How long frames are shown, in ms: the strokes, a while between them, and the end. */
const [PACE, END] = [110, 3000];
const VIEW = { width: 1000, height: 760 };

const [model = 'colour'] = process.argv.slice(2);
const scene = SCENES[model];
const weights = path.join(root, 'packages', `model-${model}`);
if (!scene || !existsSync(path.join(weights, 'model.safetensors'))) {
  const models = Object.keys(SCENES).filter((name) => existsSync(path.join(root, 'packages', `model-${name}`)));
  console.error(
    `Expected a model that is there and has a scene, ${models.join(' or ')}, got ${model}. Name one of them.`,
  );
  process.exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-picture-'));
try {
  const frames = await paintInBrowser(folder);
  const picture = await sharp(frames, { join: { animated: true } })
    .webp({
      quality: 80,
      effort: 6,
      loop: 0,
      minSize: true,
      delay: frames.map((_, i) => (i === frames.length - 1 ? END : PACE)),
    })
    .toBuffer();
  if (picture.length > MOST_BYTES)
    throw new Error(`Expected at most ${MOST_BYTES} bytes, got ${picture.length}. Paint less, or with a longer pace.`);
  await writeAtomically(out, picture);
  console.log(`${path.relative(process.cwd(), out)}: ${frames.length} frames, ${Math.round(picture.length / 1000)} kB`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The frames as PNGs, one for each time that the result has followed the pen. */
async function paintInBrowser(folder: string): Promise<Buffer[]> {
  // The page opens with the first of its models, so it comes with this one alone.
  cpSync(weights, path.join(folder, 'packages', `model-${model}`), { recursive: true });
  const built = path.join(folder, 'dist');
  await buildPage(built, path.join(folder, 'packages'));
  const served = await servePage({ folder: built });
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, `${served.address}?engine=wasm`, { viewport: VIEW });
    await settled(page);
    if (await page.locator('#clear').isEnabled()) await translatedAfter(page, () => page.click('#clear'));
    const frames: Buffer[] = [];
    await paintScene(page, scene ?? [], async () => {
      frames.push(await page.screenshot());
    });
    return frames;
  } finally {
    await browser.close();
    await served.close();
  }
}
