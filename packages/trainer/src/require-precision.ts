import type { Precision } from '@pix2pix-ts/common';
import { enginePrecision } from '@pix2pix-ts/ops';

/**
 * Refuses an engine that rounds other things than a run's configuration says, so that no checkpoint says what is not so. A
 * GPU's own TF32 is float32 to who did not ask.
 *
 * @throws an error of one line
 */
export function requirePrecision(precision: Precision): void {
  const found = enginePrecision();
  if (found === precision || (precision === 'float32' && found === 'tf32')) return;
  throw new RangeError(
    `Expected an engine that computes in ${precision}, got one in ${found}. Start it with this precision, or change the configuration's.`,
  );
}
