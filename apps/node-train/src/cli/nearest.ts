import { nearestName } from '@pix2pix-ts/common';

/** `Did you mean seed?` where one of the known words is near what was typed, `otherwise` where none is. */
export function suggest(
  typed: string,
  known: readonly string[],
  otherwise = `Use one of ${known.join(', ')}.`,
): string {
  const near = nearestName(typed, known);
  return near === undefined ? otherwise : `Did you mean ${near}?`;
}
