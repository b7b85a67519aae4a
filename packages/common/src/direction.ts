/** Which half of a pair is translated into the other. */
export type Direction = 'AtoB' | 'BtoA';

/** Both directions. */
export const directions = ['AtoB', 'BtoA'] as const satisfies readonly Direction[];
