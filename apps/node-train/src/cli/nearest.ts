import { distance } from 'fastest-levenshtein';

/** `Did you mean seed?` where one of the known words is near what was typed, `otherwise` where none is. */
export function suggest(
  typed: string,
  known: readonly string[],
  otherwise = `Take one of ${known.join(', ')}.`,
): string {
  const near = nearest(typed, known);
  return near === undefined ? otherwise : `Did you mean ${near}?`;
}

/** The known word that differs least, if at most three letters and half of it have to change. */
function nearest(typed: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((word) => ({ word, changes: distance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, changes }) => changes <= 3 && changes <= Math.max(word.length, typed.length) / 2)
    .sort((left, right) => left.changes - right.changes);
  return best?.word;
}
