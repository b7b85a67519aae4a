import util from 'node:util';

/** What tfjs-node 4.22 calls of node:util, of which Node 22 warns, and which Node 23 removed. */
const REMOVED = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Gives node:util, in this process, the two functions that tfjs-node calls; nothing of it is edited on the disk. */
export function restoreUtil(target: object = util): void {
  for (const [name, value] of Object.entries(REMOVED)) {
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  }
}
