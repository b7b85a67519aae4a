/** What is computed: y from x and the filter, dx from dy and the filter, or dw from x and dy. */
export type ConvolutionKind = 'forward' | 'inputGradient' | 'filterGradient';
