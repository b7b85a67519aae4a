import { loadSharp } from './load-sharp.ts';

/** Gets a line for a person, and what it is about, so that whoever prints it may do so once. */
export type OnNote = (line: string, about: 'folder' | 'dark samples') => void;

/** The largest sample of 12 bits; pictures of 16 bits that stay below it use a sixteenth of their range. */
const LARGEST_OF_12 = 4095;

/** What no sample below that becomes in 8 bits, whatever colour profile lifts it. */
const BRIGHT = 128;

/**
 * Reports a picture whose samples have 16 bits but never use more than 12, as many cameras, microscopes and depth sensors
 * write them: read as the format says, it comes out nearly black. A picture that is all black is none of these.
 *
 * @param image its path or its bytes
 * @param decoded its colours, to be quick with bright ones
 */
export async function noteDarkSamples(
  name: string,
  image: string | Uint8Array,
  decoded: Uint8Array | undefined,
  onNote: OnNote,
): Promise<void> {
  if (decoded?.some((value) => value >= BRIGHT)) return;
  const sharp = await loadSharp();
  const { depth, hasAlpha } = await sharp(image, { failOn: 'none' }).metadata();
  if (depth !== 'ushort') return;
  const { channels } = await sharp(image, { failOn: 'none' }).stats();
  const largest = Math.max(...channels.slice(0, hasAlpha ? -1 : undefined).map(({ max }) => max));
  if (largest === 0 || largest > LARGEST_OF_12) return;
  onNote(
    `No sample of ${name} is above ${largest} of 65535, so it comes out nearly black. If it uses fewer than 16 bits, scale it to the full range first.`,
    'dark samples',
  );
}
