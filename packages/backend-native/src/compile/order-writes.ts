import type { Call, Reference } from './recording.ts';

/** What gives the memory of its input another shape. */
const VIEWS = ['Reshape', 'Identity', 'Squeeze', 'ExpandDims'];

/**
 * Which calls have to be over before each one begins, beyond those whose outputs it takes, so that a variable is read and
 * written in the order of the recording: a read after the last write, and a write after everything that uses what was read,
 * because then it need not copy what somebody still uses.
 *
 * @returns by each call's place the places of others, and the calls that write
 */
export function orderWrites(calls: readonly Call[]): { before: readonly number[][]; writes: readonly number[] } {
  const writes: number[] = [];
  const lastWrite = new Map<Reference, number>();
  /** Since the last write of a variable: those that read it, and those that use what was read. */
  const users = new Map<Reference, Set<number>>();
  /** Which variable's memory a value may be. */
  const memoryOf = new Map<Reference, Reference>();

  const before = calls.map(({ operation, inputs }, place) => {
    const variables = inputs.filter((input) => input.startsWith('variable '));
    const last = variables.flatMap((variable) => lastWrite.get(variable) ?? []);
    const isRead = operation === 'ReadVariableOp';
    for (const input of isRead ? variables : inputs) {
      const variable = isRead ? input : memoryOf.get(input);
      if (variable === undefined) continue;
      users.set(variable, (users.get(variable) ?? new Set()).add(place));
      if (isRead || VIEWS.includes(operation)) memoryOf.set(`call ${place}:0`, variable);
    }
    if (isRead || variables.length === 0) return last;
    const over = new Set(variables.flatMap((variable) => [...(users.get(variable) ?? [])]));
    over.delete(place);
    writes.push(place);
    for (const variable of variables) {
      lastWrite.set(variable, place);
      users.delete(variable);
    }
    return [...new Set([...last, ...over])];
  });
  return { before, writes };
}
