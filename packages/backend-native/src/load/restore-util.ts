import util from 'node:util';

/** What tfjs-node 4.22 calls of node:util and Node 23 removed. */
const REMOVED = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: Array.isArray,
};

/** Gives node:util back, in this process, the two functions that tfjs-node calls; a Node that has them is left alone. */
export function restoreUtil(target: object = util): void {
  for (const [name, value] of Object.entries(REMOVED)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
}
