/** Documented. */
export const documented = 1;

export function undocumented(): number {
  return documented;
}

/** Documented, but for two of its parts. */
export type Documented = {
  /** Documented. */
  documentedProperty: number;
  undocumentedProperty: number;
  undocumentedMethod(): number;
};
