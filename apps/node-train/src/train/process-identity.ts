import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { processStat } from '../cli/process-stat.ts';
import { isProcess } from '../files/is-process.ts';

/** A process, told apart from all others. */
export type ProcessIdentity = {
  readonly pid: number;
  readonly machine: string;
  /** When it started, as the system counts; null where the system does not say. A later process may have its number. */
  readonly start: string | null;
};

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, machine: hostname(), start: startOf(process.pid) };
}

/** Whether a process is still there; one of another machine cannot be seen, and counts as there. */
export function isAlive({ pid, machine, start }: ProcessIdentity): boolean {
  if (machine !== hostname()) return true;
  // What belongs to somebody else may keep its start to itself.
  return isProcess(pid) && (start === startOf(pid) || startOf(pid) === null);
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
