import { randomUUID } from 'node:crypto';

/** Of this copy of the package. */
const COPY = randomUUID().replaceAll('-', '');
let made = 0;

/**
 * A name that nothing else in this process has, such as `variable_3f2a..._7`: two copies of this package share one TensorFlow,
 * in which what has the same name is the same.
 */
export function uniqueName(kind: string): string {
  return `${kind}_${COPY}_${made++}`;
}
