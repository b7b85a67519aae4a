import type { RecordedStep } from './record-step.ts';
import type { Call, Constant } from './recording.ts';

/** In what the second of two recordings of a step differs from the first, in words; `undefined` where in nothing. */
export function differenceOf(firstStep: RecordedStep, secondStep: RecordedStep): string | undefined {
  const [first, second] = [firstStep.recording, secondStep.recording];
  const { length } = first.calls;
  if (second.calls.length !== length)
    return `it asked TensorFlow ${length} times, and then ${second.calls.length} times`;
  for (const [i, before] of first.calls.entries()) {
    const place = `operation ${i + 1} of ${length}`;
    const difference = differenceOfCalls(before, second.calls[i] as Call);
    if (difference !== undefined) return `${place} ${difference}`;
  }
  if (JSON.stringify(first.stops) !== JSON.stringify(second.stops))
    return 'JavaScript changed other tensors in the middle the second time';
  const other = first.constants.find((constant, i) => !isAlike(constant, second.constants[i]));
  if (other) return `${sizeOf(other)} values that JavaScript computes were others the second time`;
  const isElsewhere =
    first.outside.some(({ dataId }, i) => dataId !== second.outside[i]?.dataId) ||
    first.variables.some((dataId, i) => dataId !== second.variables[i]);
  if (isElsewhere) return 'it used other tensors from before it the second time';
  const [before, after] = [firstStep, secondStep].map(({ outputs }) =>
    String(outputs.map(({ reference }) => reference)),
  );
  return before === after ? undefined : 'it returned other tensors the second time';
}

function differenceOfCalls(before: Call, after: Call): string | undefined {
  if (after.operation !== before.operation) return `was ${before.operation}, and then ${after.operation}`;
  if (JSON.stringify(after.outputs) !== JSON.stringify(before.outputs))
    return `(${before.operation}) ran in other sizes the second time`;
  const isSame =
    String(after.inputs) === String(before.inputs) &&
    JSON.stringify(after.attributes) === JSON.stringify(before.attributes);
  return isSame ? undefined : `(${before.operation}) was given other tensors or numbers the second time`;
}

function isAlike(left: Constant, right: Constant | undefined): boolean {
  if (!right || left.dtype !== right.dtype || String(left.shape) !== String(right.shape)) return false;
  return Buffer.compare(left.bytes, right.bytes) === 0;
}

const sizeOf = ({ shape }: Constant) => shape.reduce((size, length) => size * length, 1);
