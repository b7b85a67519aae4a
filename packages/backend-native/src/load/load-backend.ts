import { createRequire } from 'node:module';
import { join } from 'node:path';
import { COMMAND_NAME } from '../cache/command-name.ts';
import { FUNCTIONS_FILE, type Installation } from '../cache/installation.ts';
import { correctKernels } from '../kernels/correct-kernels.ts';
import { replaceGradients } from '../kernels/replace-gradients.ts';
import type { Binding, NodeBackend } from '../node-backend.ts';
import { requireTfjsNode } from './find-tfjs-node.ts';
import { prepareEnvironment } from './prepare-environment.ts';
import { quietly } from './quietly.ts';
import { restoreUtil } from './restore-util.ts';

/** The name under which tfjs-node registers its backend. */
export const BACKEND_NAME = 'tensorflow';
/** tfjs-node's: above every other backend. */
export const PRIORITY = 3;

/** Loads TensorFlow and tfjs-node's kernels into this process, and makes a backend of them. */
export function loadBackend(installation: Installation): NodeBackend {
  restoreUtil();
  const binding = loadBinding(installation);
  const requirePart = requireTfjsNode(installation);
  requirePart('dist/register_all_kernels.js');
  replaceGradients(BACKEND_NAME);
  correctKernels(BACKEND_NAME);
  const { NodeJSKernelBackend } = requirePart('dist/nodejs_kernel_backend.js') as BackendModule;
  return new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node');
}

/**
 * The addon, linked against the libraries next to it; they are loaded with it.
 *
 * @throws Error of one line where the system refuses to load it
 */
export function loadBinding(installation: Installation): Binding {
  prepareEnvironment();
  try {
    const file = join(installation.folder, FUNCTIONS_FILE);
    return quietly(installation, () => createRequire(import.meta.url)(file));
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new Error(
      `Expected TensorFlow to start, got: ${line}. Set it up again with ${COMMAND_NAME} uninstall, then install.`,
    );
  }
}

type BackendModule = { NodeJSKernelBackend: new (binding: Binding, packageName: string) => NodeBackend };
