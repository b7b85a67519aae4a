import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Installation, TFJS_NODE_FOLDER } from '../cache/installation.ts';
import { requireOutside } from './evaluate-module.ts';

/** The version of tfjs-node whose source and JavaScript are used. */
const TFJS_NODE_VERSION = '4.22.0';
const NAMES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * The folder of the tfjs-node or -gpu that the project has installed, of the one version that fits; not one that brings
 * another copy of TensorFlow.js, which would register everything once more.
 */
function installedTfjsNode(): string | undefined {
  for (const place of [import.meta.url, join(process.cwd(), 'package.json')]) {
    for (const name of NAMES) {
      const folder = folderOf(name, place);
      if (folder !== undefined && coreOf(folder) === ownCore()) return folder;
    }
  }
  return undefined;
}

/** tfjs-node has its tfjs-core through the package of all of TensorFlow.js. */
function coreOf(tfjsNode: string): string {
  const whole = createRequire(join(tfjsNode, 'package.json')).resolve('@tensorflow/tfjs');
  return createRequire(whole).resolve('@tensorflow/tfjs-core');
}

const ownCore = () => createRequire(import.meta.url).resolve('@tensorflow/tfjs-core');

/** A function like `require` for tfjs-node's own files: the project's, so that they are loaded once, or the cache's. */
export function requireTfjsNode({ folder }: Installation): (file: string) => unknown {
  const installed = installedTfjsNode();
  if (installed === undefined) return requireOutside(join(folder, TFJS_NODE_FOLDER));
  const requireInstalled = createRequire(import.meta.url);
  return (file) => requireInstalled(join(installed, file));
}

function folderOf(name: string, place: string): string | undefined {
  try {
    const require = createRequire(place);
    const manifest = require.resolve(`${name}/package.json`);
    return require(manifest).version === TFJS_NODE_VERSION ? dirname(manifest) : undefined;
  } catch {
    return undefined;
  }
}
