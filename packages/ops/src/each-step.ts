/**
 * A kernel's attributes that JavaScript computes anew each step, such as Adam's step count. They are computed now, and know
 * how to be computed again: an engine that runs a compiled step without its JavaScript finds the function under `again`,
 * calls it once each run, in the order of the first one, and uses what it gives in place of these.
 */
export function eachStep<Attributes extends object>(compute: () => Attributes): Attributes {
  return Object.defineProperty(compute(), 'again', { value: compute });
}

/** A value, or a function that is asked for it at each step. */
export type Changing<Value> = Value | (() => Value);

/** The value as it is now. */
export function valueNow<Value extends number | string>(value: Changing<Value>): Value {
  return typeof value === 'function' ? value() : value;
}
