import { env } from '@tensorflow/tfjs-core';

/**
 * `env().set('WEBGPU_WINOGRAD', ...)`: 1 has large convolutions computed with fewer multiplications on any card, 0 on none, -1
 * on those of which `measureWinograd` has found that they gain by it.
 */
export const WINOGRAD_FLAG = 'WEBGPU_WINOGRAD';
const AS_MEASURED = -1;
env().registerFlag(WINOGRAD_FLAG, () => AS_MEASURED);

/** Whether forms are taken on a backend, where `chooseForm` has one. */
export function winogradIsOn({ gainsByForms }: { gainsByForms: boolean | undefined }): boolean {
  const flag = Number(env().get(WINOGRAD_FLAG));
  return flag === AS_MEASURED ? gainsByForms === true : flag !== 0;
}
