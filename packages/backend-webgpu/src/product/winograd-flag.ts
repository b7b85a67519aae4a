import { env } from '@tensorflow/tfjs-core';

/**
 * `env().set('WEBGPU_WINOGRAD', ...)`: 1 has large convolutions computed with fewer multiplications on any card, 0 on none, -1
 * on those of which `chooseForms` knows that they gain by it.
 */
export const WINOGRAD_FLAG = 'WEBGPU_WINOGRAD';
const AS_MEASURED = -1;
env().registerFlag(WINOGRAD_FLAG, () => AS_MEASURED);

/** How long a typical layer takes on a card, in milliseconds. */
export type FormTimes = {
  /** By the direct product. */
  readonly direct: number;
  /** By the form that multiplies least. */
  readonly form: number;
};

/** Less is left to chance, and to layers that gain less than the one that was measured. */
const WORTH = 0.9;

/** Whether forms are taken on a backend, where `chooseForm` has one. */
export function winogradIsOn({ formTimes }: { formTimes: FormTimes | undefined }): boolean {
  if (!isLeftToMeasurement()) return Number(env().get(WINOGRAD_FLAG)) !== 0;
  return formTimes !== undefined && formTimes.form <= WORTH * formTimes.direct;
}

export const isLeftToMeasurement = (): boolean => Number(env().get(WINOGRAD_FLAG)) === AS_MEASURED;
