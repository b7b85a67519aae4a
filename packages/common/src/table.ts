import { nearestName } from './nearest-name.ts';

/** The names that a table has from the beginning, offered by an editor, or any that was added to it. */
export type NameOf<Known extends string> = Known | (string & {});

/**
 * Things of one kind by name, which a configuration gives in a word. Whoever uses a package adds entries of their own, and
 * then uses their names wherever ours can be used.
 */
export type Table<Entry, Known extends string = string> = {
  /** The names, in the order in which the entries came. */
  readonly names: readonly NameOf<Known>[];
  /** Whether there is an entry of this name. */
  has(name: unknown): name is NameOf<Known>;
  /**
   * The entry of this name.
   *
   * @throws RangeError of one line that names the nearest known name
   */
  get(name: NameOf<Known>): Entry;
  /**
   * Adds an entry.
   *
   * @throws RangeError if the name is taken: files say it, and must keep their meaning
   */
  add(name: string, entry: Entry): void;
  /** What is wrong with a name that is not in the table, in words. */
  complaint(name: unknown): string;
};

/**
 * A table with these entries.
 *
 * @param kind what an entry is, with its article: 'a norm'
 */
export function createTable<Entry, Known extends string>(
  kind: string,
  entries: Record<Known, Entry>,
): Table<Entry, Known> {
  const byName = new Map<string, Entry>(Object.entries(entries) as [Known, Entry][]);
  const has = (name: unknown): name is NameOf<Known> => typeof name === 'string' && byName.has(name);

  function complaint(name: unknown): string {
    const known = [...byName.keys()];
    const near = typeof name === 'string' ? nearestName(name, known) : undefined;
    const hint = near === undefined ? '' : `. Did you mean '${near}'?`;
    return `Expected ${kind} (${known.join(', ')}), got ${JSON.stringify(name)}${hint}`;
  }

  return {
    get names() {
      return [...byName.keys()];
    },
    has,
    get(name) {
      if (has(name)) return byName.get(name) as Entry;
      throw new RangeError(complaint(name));
    },
    add(name, entry) {
      if (byName.has(name)) throw new RangeError(`Expected a new name for ${kind}, got '${name}', which is taken.`);
      byName.set(name, entry);
    },
    complaint,
  };
}
