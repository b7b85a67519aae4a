import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as Linux describes it. */
export type ProcessStat = {
  /** Of its program, in at most 15 bytes. */
  readonly name: string;
  /** Whether it has ended, and its parent has not asked yet how: some ask late, such as the first process of a container. */
  readonly hasEnded: boolean;
  /** The number of the process that started it. */
  readonly parent: number;
  /** When it started, in ticks since the boot. */
  readonly start: string;
};

/** A process, told apart from all others. */
export type ProcessIdentity = {
  /** Its number. */
  readonly pid: number;
  /** The name of its machine. */
  readonly machine: string;
  /** When it started, as the system counts; null where the system does not say. A later process may have its number. */
  readonly start: string | null;
};

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, machine: hostname(), start: startOf(process.pid) };
}

/**
 * Whether a process is still there and has not ended, as far as can be seen from here: one of another machine cannot be
 * seen, and counts as there.
 */
export function isAlive({ pid, machine, start }: ProcessIdentity): boolean {
  if (machine !== hostname()) return true;
  if (!isProcess(pid)) return false;
  const found = startOf(pid);
  // What belongs to somebody else may keep its start to itself.
  return start === null || found === null || start === found;
}

/** Whether this machine has a process of this number that has not ended, whoever it belongs to. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks, and sends nothing
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return !processStat(pid).hasEnded;
  } catch {
    return true; // a system without /proc
  }
}

/**
 * What Linux says of a process.
 *
 * @throws where there is no such process, or no `/proc`
 */
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

/** The boot and the time since then, on Linux. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${processStat(pid).start}`;
  } catch {
    return null;
  }
}
