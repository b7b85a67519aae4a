/** Addresses of a convolution's tensors, or of their gradients: `x` of x or dx, `filter` of w or dw, `y` of y or dy. */
export type Places = { x: number; filter: number; y: number };
