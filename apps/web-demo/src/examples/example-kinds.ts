/** Which drawings there are examples of: black line drawings, flat shapes, and maps of planets. */
export const EXAMPLE_KINDS = ['lines', 'flat', 'planet'] as const;

/** One of them. */
export type ExampleKind = (typeof EXAMPLE_KINDS)[number];
