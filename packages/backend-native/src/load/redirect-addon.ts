import Module from 'node:module';
import { join } from 'node:path';
import { FUNCTIONS_FILE, type Installation } from '../cache/installation.ts';
import { loadBinding } from './load-backend.ts';
import { restoreUtil } from './restore-util.ts';

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

/**
 * Lets a tfjs-node that is loaded after this take our addon. It asks `@mapbox/node-pre-gyp` where its own is; that one
 * question, from its index.js alone, is answered here, so nothing is written into its folder.
 *
 * @param beforeLoading is called when tfjs-node has registered its kernels and is about to register its backend.
 */
export function redirectAddon(installation: Installation, beforeLoading: () => void): void {
  restoreUtil();
  const loader = Module as unknown as { _load?: Load };
  const load = loader._load;
  // A test runner has a module system of its own, which has no such function and asks us for the backend alone.
  if (typeof load !== 'function') return;
  loader._load = function (this: unknown, request, parent, isMain) {
    if (request !== '@mapbox/node-pre-gyp' || !isTfjsNode(parent?.filename)) {
      return load.call(this, request, parent, isMain);
    }
    return {
      find: () => {
        beforeLoading();
        loadBinding(installation); // which keeps its log quiet; tfjs-node is then given the same
        return join(installation.folder, FUNCTIONS_FILE);
      },
    };
  };
}

function isTfjsNode(file = ''): boolean {
  return /[\\/]@tensorflow[\\/]tfjs-node(-gpu)?[\\/]dist[\\/]index\.js$/.test(file);
}
