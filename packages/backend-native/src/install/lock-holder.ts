import { randomUUID } from 'node:crypto';
import { ownIdentity, type ProcessIdentity } from '@pix2pix-ts/common/node';

/** Who holds a lock: a process, and which of its locks this is. */
export type Holder = ProcessIdentity & { readonly token: string };

/** This process, for one lock. */
export function newHolder(): Holder {
  return { ...ownIdentity(), token: randomUUID() };
}

/** A holder as a lock has it; `undefined` where the text is not one. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, token, start } = JSON.parse(text) as Partial<WrittenHolder>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return undefined;
    if (typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid: pid as number, machine: host, token, start: typeof start === 'string' ? start : null };
  } catch {
    return undefined;
  }
}

/** What a lock holds. */
export function renderHolder({ pid, machine, token, start }: Holder): string {
  const written: WrittenHolder = { pid, host: machine, token, ...(start !== null && { start }) };
  return JSON.stringify(written);
}

type WrittenHolder = { pid: number; host: string; token: string; start?: string };
