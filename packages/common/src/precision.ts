/**
 * What an engine may round to fewer than the 24 bits of float32.
 *
 * - `float32`: nothing.
 * - `bf16-gradients`: what the gradients of convolutions multiply, to the 8 bits of bfloat16. Each product's sum is taken in
 *   float32 and rounded once more; all else stays float32.
 * - `tf32`: what every product on an NVIDIA GPU multiplies, to 11 bits.
 */
export const precisions = ['float32', 'bf16-gradients', 'tf32'] as const;

/** @see precisions */
export type Precision = (typeof precisions)[number];
