import { processorFlags } from '../check/processor.ts';

/**
 * Whether the processor has AVX-512, on which TensorFlow's own gradients of convolutions are two to three times as fast as
 * on one with AVX2 alone, so that other forms are faster only where the filter is nearly all of the work. Tests set it.
 */
export const wideVectors = { are: processorFlags().has('avx512f') };
