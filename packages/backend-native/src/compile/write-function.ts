import { RefusedStepError } from '@pix2pix-ts/common/compiled-step';
import type { Binding } from '../node-backend.ts';
import { bytes, entry, integer, join, type Message } from './messages.ts';
import { type OperationDefinition, operationDefinition, outputNames } from './operation-definitions.ts';
import { orderWrites } from './order-writes.ts';
import type { Piece } from './pieces.ts';
import type { Call, Recording, Reference } from './recording.ts';
import { tensorValue, typeValue, writeAttribute } from './write-attribute.ts';

const RESOURCE = 20;

/** Those that change a variable or read it, or copy; of any other that is stateful nobody knows whether it gives the same. */
const REPEATABLE = ['ReadVariableOp', 'AssignVariableOp', 'ResourceApplyAdam', 'DeepCopy'];

/** How large what they give is depends on values, and JavaScript has gone on with the sizes of one run. */
const SIZED_BY_VALUES = /^(Where|Unique.*|ListDiff|NonMaxSuppression.*|Sparse.*|Ragged.*|String.*)$/;

/**
 * A piece of a recording as TensorFlow's message FunctionDef. Its arguments are what the piece takes, its results what it gives.
 *
 * @throws RefusedStepError where an operation has no place in a function
 */
export function writeFunction(binding: Binding, name: string, recording: Recording, piece: Piece): Message {
  const { calls, constants } = recording;
  const { begin, end, takes, gives } = piece;
  const places = Array.from({ length: end - begin }, (_, i) => begin + i);
  const callAt = (place: number) => calls[place] as Call;
  const typeOf = (reference: Reference) => typeOfValue(binding, recording, reference);
  const definitions = new Map(places.map((place) => [place, definitionOf(binding, callAt(place).operation)]));
  const definitionAt = (place: number) => definitions.get(place) as OperationDefinition;
  const outputsOf = new Map(places.map((place) => [place, namesOfOutputs(callAt(place), definitionAt(place))]));
  const argumentsByValue = new Map(takes.map((reference) => [reference, reference.replace(/[ :]/g, '_')]));
  /** In the words of a function. */
  const word = (reference: Reference) => {
    const argument = argumentsByValue.get(reference);
    if (argument !== undefined) return argument;
    const [kind, place, output] = parsed(reference);
    return kind === 'constant' ? `constant_${place}:output:0` : `call_${place}:${outputsOf.get(place)?.[output]}`;
  };

  const { before, writes } = orderWrites(calls);
  const nodes = places.map((place) => {
    const call = callAt(place);
    const given = new Map(call.attributes.map((attribute) => [attribute.name, writeAttribute(binding, attribute)]));
    const values = definitionAt(place).attributes.map(({ name: attribute, standard }) => {
      const value = given.get(attribute) ?? standard ?? inferred(definitionAt(place), attribute, call, typeOf);
      if (value === undefined)
        throw new RefusedStepError(`${call.operation} has no ${attribute} that could be written`);
      return [attribute, value] as const;
    });
    // Those of earlier pieces are over.
    const others = (before[place] as number[]).filter((other) => other >= begin);
    const inputs = [...call.inputs.map(word), ...others.map((other) => `^call_${other}`)];
    return node(`call_${place}`, call.operation, inputs, values);
  });
  const used = new Set([...places.flatMap((place) => callAt(place).inputs), ...gives]);
  const ofConstants = constants.flatMap(({ dtype, shape, bytes: content }, i) => {
    if (!used.has(`constant ${i}`)) return [];
    const attributes = [
      ['dtype', typeValue(dtype)],
      ['value', tensorValue(dtype, shape, content)],
    ] as const;
    return [node(`constant_${i}`, 'Const', [], attributes)];
  });
  // Tensors of their own, also where it returns what it was given.
  const ofResults = gives.map((reference, i) =>
    node(`result_${i}`, 'Identity', [word(reference)], [['T', typeValue(typeOf(reference))]]),
  );
  const ownWrites = writes.filter((place) => place >= begin && place < end);
  const signature = join([
    bytes(1, name),
    ...[...argumentsByValue].map(([reference, argument]) => bytes(2, argumentMessage(argument, typeOf(reference)))),
    ...gives.map((reference, i) => bytes(3, argumentMessage(`output_${i}`, typeOf(reference)))),
    integer(17, 1),
    ...ownWrites.map((place) => bytes(20, `write_${place}`)),
  ]);
  return join([
    bytes(1, signature),
    ...[...ofConstants, ...nodes, ...ofResults].map((each) => bytes(3, each)),
    ...gives.map((_, i) => entry(4, `output_${i}`, `result_${i}:output:0`)),
    ...ownWrites.map((place) => entry(6, `write_${place}`, `call_${place}`)),
  ]);
}

const parsed = (reference: Reference): [kind: string, place: number, output: number] => {
  const [kind, place, output] = reference.split(/[ :]/);
  return [kind as string, Number(place), Number(output)];
};

function typeOfValue(binding: Binding, recording: Recording, reference: Reference): number {
  const { calls, constants, inputs, outside } = recording;
  const [kind, place, output] = parsed(reference);
  if (kind === 'call') return calls[place]?.outputs[output]?.dtype as number;
  if (kind === 'constant') return constants[place]?.dtype as number;
  if (kind === 'input') return inputs[place] as number;
  if (kind === 'outside') return outside[place]?.dtype as number;
  return kind === 'variable' ? RESOURCE : (binding.TF_FLOAT as number);
}

function definitionOf(binding: Binding, operation: string): OperationDefinition {
  const definition = operationDefinition(binding, operation);
  if (definition === undefined) throw new RefusedStepError(`TensorFlow does not describe ${operation}`);
  if (definition.isStateful && !REPEATABLE.includes(operation))
    throw new RefusedStepError(`${operation} need not give the same again`);
  if (SIZED_BY_VALUES.test(operation)) throw new RefusedStepError(`how much ${operation} gives depends on values`);
  return definition;
}

function namesOfOutputs(call: Call, definition: OperationDefinition): string[] {
  const names = outputNames(definition, call.attributes);
  if (names === undefined) throw new RefusedStepError(`nobody can tell how much ${call.operation} gives`);
  return names;
}

/** As TensorFlow does when it runs an operation by itself: a type that was not given is that of an input. */
function inferred(
  { inputs }: OperationDefinition,
  attribute: string,
  call: Call,
  typeOf: (reference: Reference) => number,
): Message | undefined {
  const place = inputs.findIndex(({ typeAttribute }) => typeAttribute === attribute);
  const isPlain = inputs
    .slice(0, place)
    .every(({ numberAttribute, listAttribute }) => !numberAttribute && !listAttribute);
  const input = place >= 0 && isPlain ? call.inputs[place] : undefined;
  return input && typeValue(typeOf(input));
}

const node = (
  name: string,
  operation: string,
  inputs: readonly string[],
  attributes: readonly (readonly [string, Message])[],
): Message =>
  join([
    bytes(1, name),
    bytes(2, operation),
    ...inputs.map((input) => bytes(3, input)),
    ...attributes.map(([key, value]) => entry(5, key, value)),
  ]);

const argumentMessage = (name: string, dtype: number): Message => join([bytes(1, name), integer(3, dtype)]);
