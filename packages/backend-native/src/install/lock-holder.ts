import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock. */
export type Holder = {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
  /** The boot, and when the process started after it, where the system says. A later process may have its number. */
  readonly start?: string | undefined;
};

/** This process, for one lock. */
export function newHolder(): Holder {
  return { pid: process.pid, host: hostname(), token: randomUUID(), start: processAt(process.pid)?.start };
}

/** A holder as a lock has it; `undefined` where the text is not one. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, token, start } = JSON.parse(text) as Partial<Holder>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return undefined;
    if (typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid: pid as number, host, token, ...(typeof start === 'string' && { start }) };
  } catch {
    return undefined;
  }
}

/** Whether the holder, a process of this machine, is still there and has not ended. */
export function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0); // asks, and sends nothing
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const found = processAt(pid);
  if (found === undefined) return true; // a system without /proc
  return !found.hasEnded && (start === undefined || start === found.start);
}

/**
 * Whether a process has ended, though its parent has not asked how yet, and when it started: `71 (npm run x) S 70 ...`, where
 * the name may have spaces and parentheses in it.
 */
function processAt(pid: number): { hasEnded: boolean; start: string } | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', ...others] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { hasEnded: state === 'Z' || state === 'X', start: `${boot} ${others[18]}` };
  } catch {
    return undefined;
  }
}
