/** The types of tensors that are compared. */
export type ValueType = 'float32' | 'int32' | 'bool';

/** A tensor outside of any backend. */
export type Values = { shape: number[]; dtype: ValueType; values: number[] };

/** One call of a kernel, or of its gradient. */
export type KernelCase = {
  kernel: string;
  /** One tensor a name, or several for kernels that take a list. */
  inputs: Record<string, Values | Values[]>;
  attrs: Record<string, unknown>;
  /** Asks for the gradients at all inputs of float32 instead, of the result weighted by `gradientWeight`. @default false */
  gradient?: boolean;
};

/** A call as it was drawn: the seed, the kernel and the index draw it again. */
export type DrawnCase = { call: KernelCase; index: number };

/** What a backend gave: its outputs, the one line in which it refused, or how it broke. */
export type Outcome = { outputs: Values[] } | { refused: string } | { broken: string };

/** The weight of a result's value at this place, before the gradients are taken: -2 to 2 in steps that no kernel knows. */
export const gradientWeight = (place: number) => ((place * 7) % 9) / 2 - 2 + 0.25 * (place % 2);
