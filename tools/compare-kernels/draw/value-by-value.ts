import type { Values, ValueType } from '../kernel-case.ts';
import { alike, type DrawCall, type DrawCalls } from './draw-call.ts';
import type { Draw } from './seeded-draw.ts';

// Kernels that compute each value from one of each input.

const types: readonly ValueType[] = ['float32', 'int32', 'bool'];
const numbers: readonly ValueType[] = ['float32', 'int32'];

const UNARY = [
  'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan Log Log1p Neg OnesLike',
  'Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Tan Tanh ZerosLike',
].flatMap((names) => names.split(' '));

const unary: DrawCall = (d) => ({
  inputs: { x: d.tensor(d.shape(d.whole(0, 4)), 'float32', d.chance(0.6)) },
  attrs: {},
});
const unaryWith =
  (attrsOf: (d: Draw) => object): DrawCall =>
  (d, kernel) => ({ inputs: {}, ...unary(d, kernel), attrs: { ...attrsOf(d) } });

/** Two shapes of which each axis is equal, or 1 in one. */
function broadcastShapes(d: Draw): [number[], number[]] {
  const shape = d.shape(d.whole(0, 4), 4);
  const part = () => {
    if (d.chance(0.5)) return shape;
    return shape.slice(d.whole(0, shape.length)).map((size) => (d.chance(0.3) ? 1 : size));
  };
  return [part(), part()];
}

const binaryOf =
  (dtypes: readonly ValueType[], change: (b: Values, a: Values) => void = () => {}): DrawCall =>
  (d) => {
    const [a, b] = broadcastShapes(d);
    const [dtype, isSpecial] = [d.one(dtypes), d.chance(0.5)];
    const inputs = { a: d.tensor(a, dtype, isSpecial), b: d.tensor(b, dtype, isSpecial) };
    change(inputs.b, inputs.a);
    return { inputs, attrs: {} };
  };

/** A division by the integer 0 is undefined, and so is a negative power of it. */
const withoutZeros = (b: Values) => {
  if (b.dtype === 'int32') b.values = b.values.map((v) => v || 1);
};
/** What is left of a number next to 0 may be at either end, by rounding. */
const withoutTinyNumbers = (b: Values, a: Values) => {
  withoutZeros(b);
  a.values = a.values.map((v) => (Math.abs(v) < 1e-6 ? 1 : v));
};
const withoutNegatives = (b: Values) => {
  if (b.dtype === 'int32') b.values = b.values.map(Math.abs);
};

const prelu: DrawCall = (d) => {
  const [x, alpha] = broadcastShapes(d);
  const isBroadcastToX = alpha.every((size, i) => size <= (x[i + x.length - alpha.length] ?? 0));
  if (alpha.length > x.length || !isBroadcastToX) return undefined;
  return { inputs: { x: d.tensor(x, d.one(numbers)), alpha: d.tensor(alpha, d.one(numbers)) }, attrs: {} };
};

const cast: DrawCall = (d) => {
  const x = d.tensor(d.shape(d.whole(0, 3)), d.one(types));
  if (x.dtype === 'float32' && d.chance(0.5))
    x.values = x.values.map((v, i) => (i % 3 === 0 ? Math.fround(0.3) : v * 64));
  return { inputs: { x }, attrs: { dtype: d.one(types) } };
};

const select: DrawCall = (d) => {
  const [shape, dtype] = [d.shape(d.whole(1, 4)), d.one(types)];
  const condition = d.tensor(d.chance(0.5) ? shape : shape.slice(0, 1), 'bool');
  return { inputs: { condition, t: d.tensor(shape, dtype), e: d.tensor(shape, dtype) }, attrs: {} };
};

const addN: DrawCall = (d) => {
  const [shape, dtype] = [d.shape(d.whole(0, 4)), d.one(numbers)];
  return { inputs: { inputs: Array.from({ length: d.whole(1, 6) }, () => d.tensor(shape, dtype)) }, attrs: {} };
};

export const drawValueByValue: DrawCalls = {
  ...alike(UNARY, unary),
  Identity: (d) => ({ inputs: { x: d.tensor(d.shape(d.whole(0, 4)), d.one(types), true) }, attrs: {} }),
  LeakyRelu: unaryWith((d) => ({ alpha: d.one([0.1, 0.2]) })),
  Step: unaryWith((d) => ({ alpha: d.one([0, 0.5]) })),
  ClipByValue: unaryWith(() => ({ clipValueMin: -1.5, clipValueMax: 2 })),
  Prelu: prelu,
  ...alike(['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'SquaredDifference'], binaryOf(numbers)),
  ...alike(['FloorDiv', 'RealDiv'], binaryOf(numbers, withoutZeros)),
  Mod: binaryOf(numbers, withoutTinyNumbers),
  Pow: binaryOf(numbers, withoutNegatives),
  Atan2: binaryOf(['float32']),
  ...alike(['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'], binaryOf(types)),
  ...alike(['LogicalAnd', 'LogicalOr', 'LogicalXor'], binaryOf(['bool'])),
  BitwiseAnd: binaryOf(['int32']),
  LogicalNot: (d) => ({ inputs: { x: d.tensor(d.shape(3), 'bool') }, attrs: {} }),
  Cast: cast,
  Select: select,
  AddN: addN,
};
