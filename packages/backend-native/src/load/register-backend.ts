import { type CoreRange, unfitCore } from '@pix2pix-ts/common/tfjs-core';
import { engine, findBackendFactory, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { currentInstallation, type Installation } from '../cache/installation.ts';
import { correctKernels } from '../kernels/correct-kernels.ts';
import { installKernels } from '../kernels/install-kernels.ts';
import { replaceGradients } from '../kernels/replace-gradients.ts';
import { BACKEND_NAME, loadBackend, PRIORITY } from './load-backend.ts';
import { redirectAddon } from './redirect-addon.ts';

/** The one version whose tfjs-node we set up. */
const FITTING_CORE: CoreRange = ['4.22.0', '4.22.0'];

/**
 * Registers the backend `tensorflow` without loading it yet, and lets a tfjs-node that is loaded later take our addon.
 * Where no native engine is set up, whoever asks for the backend is told so.
 *
 * @throws Error of one line where the tfjs-core that is installed is of another version
 */
export function registerNativeBackend(): void {
  const unfit = unfitCore(FITTING_CORE);
  if (unfit !== undefined) throw new Error(unfit);
  if (findBackendFactory(BACKEND_NAME) !== null) return;
  const installation = currentInstallation();
  registerBackend(BACKEND_NAME, () => startOrRefuse(installation), PRIORITY);
  installKernels(BACKEND_NAME);
  if (typeof installation === 'string') return;
  redirectAddon(installation, () => {
    // tfjs-node registers its own under the name; one that runs already stays.
    if (!nativeIsRunning()) removeBackend(BACKEND_NAME);
    replaceGradients(BACKEND_NAME);
    correctKernels(BACKEND_NAME);
  });
}

/** Whether TensorFlow is loaded; TensorFlow.js's own `findBackend` would load it to find out. */
export function nativeIsRunning(): boolean {
  return BACKEND_NAME in engine().registry;
}

function startOrRefuse(installation: Installation | string) {
  if (typeof installation !== 'string') return loadBackend(installation);
  throw new NotSetUpError(installation);
}

/** There is no native engine here; the message is one line. */
export class NotSetUpError extends Error {
  override readonly name = 'NotSetUpError';
  readonly code = 'NOT_SET_UP';
  /** In a few words that continue "native is". */
  readonly reason: string;

  constructor(reason: string) {
    super(`Expected a native engine, got one that is ${reason}.`);
    this.reason = reason;
    // TensorFlow.js prints the stack as its warning; where it was asked for helps nobody.
    this.stack = this.message;
  }
}
