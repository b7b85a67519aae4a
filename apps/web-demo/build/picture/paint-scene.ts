import { colourOf } from '@pix2pix-ts/data';
import type { Page } from 'playwright-core';
import { nextTranslation, settled } from '../../tests/demo-page.ts';
import type { Place, Stroke } from './scenes.ts';

/** How far the pen goes from one frame to the next, in shares of the sheet's side, and in how many moves: lines are round. */
const PACE = 0.12;
const MOVES = 10;

/** Paints a scene on the open page as a visitor would, and calls `onFrame` whenever the result has followed the pen. */
export async function paintScene(page: Page, scene: readonly Stroke[], onFrame: () => Promise<void>): Promise<void> {
  for (const stroke of scene) {
    await page.click(`[data-tool="${stroke.tool}"]`);
    await chooseColour(page, stroke.colour);
    if (stroke.width !== undefined) await setWidth(page, stroke.width);
    await paintStroke(page, stroke.places, onFrame);
  }
}

async function paintStroke(page: Page, places: readonly Place[], onFrame: () => Promise<void>): Promise<void> {
  const box = await page.locator('#drawing').boundingBox();
  if (!box) throw new Error('Expected the drawing to be visible.');
  const move = ([x, y]: Place) => page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  const shownAfter = async (action: () => Promise<void>) => {
    await nextTranslation(page, action);
    await settled(page);
    await onFrame();
  };
  const [first, ...rest] = paced(places);
  if (!first) return;
  await move(first);
  if (rest.length === 0) return shownAfter(() => page.mouse.down().then(() => page.mouse.up()));
  await page.mouse.down();
  for (let at = 0; at < rest.length; at += MOVES)
    await shownAfter(async () => {
      for (const place of rest.slice(at, at + MOVES)) await move(place);
    });
  await page.mouse.up();
  await settled(page);
}

/** The same line in moves of one length. */
function paced(places: readonly Place[]): Place[] {
  const steps: Place[] = places.slice(0, 1);
  const move = PACE / MOVES;
  let ahead = move;
  for (const [index, [x, y]] of places.entries()) {
    const [fromX, fromY] = places[Math.max(0, index - 1)] as Place;
    const length = Math.hypot(x - fromX, y - fromY);
    for (; ahead <= length; ahead += move)
      steps.push([fromX + ((x - fromX) * ahead) / length, fromY + ((y - fromY) * ahead) / length]);
    ahead -= length;
  }
  const last = places.at(-1);
  if (last && places.length > 1) steps.push(last);
  return steps;
}

/** Takes the palette's nearest colour: what a model offers is measured anew whenever it is made. */
async function chooseColour(page: Page, wanted: string): Promise<void> {
  const offered = await page
    .locator('#palette button')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset.colour ?? ''));
  const [nearest] = offered.toSorted((one, other) => distance(one, wanted) - distance(other, wanted));
  if (nearest === undefined) throw new Error('Expected a palette with colours, got an empty one.');
  await page.click(`#palette button[data-colour="${nearest}"]`);
}

function distance(one: string, other: string): number {
  const right = colourOf(other);
  return Math.hypot(...colourOf(one).map((value, channel) => value - (right[channel] as number)));
}

async function setWidth(page: Page, width: number): Promise<void> {
  await page.locator('#width').evaluate((input, value) => {
    (input as HTMLInputElement).value = String(value);
    input.dispatchEvent(new Event('input'));
  }, width);
}
