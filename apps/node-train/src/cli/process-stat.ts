import { readFileSync } from 'node:fs';

/** A process as Linux describes it. */
export type ProcessStat = {
  readonly name: string;
  /** Whether it has ended, and its parent has not asked yet how: some ask late, such as the first process of a container. */
  readonly hasEnded: boolean;
  /** The number of the process that started it. */
  readonly parent: number;
  /** When it started, in ticks since the boot. */
  readonly start: string;
};

/** @throws where there is no such process, or no `/proc` */
export function processStat(pid: number): ProcessStat {
  // `71 (npm run x) S 70 ...`: the name may have spaces and parentheses in it, what follows has none.
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  const [state, parent, ...others] = text.slice(close + 2).split(' ');
  return {
    name: text.slice(open + 1, close),
    hasEnded: state === 'Z' || state === 'X',
    parent: Number(parent),
    start: others[17] as string,
  };
}
