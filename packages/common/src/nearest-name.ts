import { distance } from 'fastest-levenshtein';

/**
 * The known name that a mistyped one was most likely meant to be: the one that differs least, where at most three letters
 * and half of the word have to change; `undefined` where none is that close.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, changes: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= 3 && changes <= Math.max(name.length, typed.length) / 2)
    .sort((one, other) => one.changes - other.changes);
  return best?.name;
}
