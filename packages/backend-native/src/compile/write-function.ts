import type { Binding } from '../node-backend.ts';
import { bytes, entry, integer, join, type Message } from './messages.ts';
import { type OperationDefinition, operationDefinition, outputNames } from './operation-definitions.ts';
import { orderWrites } from './order-writes.ts';
import type { Call, Recording, Reference } from './recording.ts';
import { tensorValue, typeValue, writeAttribute } from './write-attribute.ts';

/** A recording that cannot be written as a function; the message continues "because". */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';
}

const RESOURCE = 20;

/** Those that change a variable or read it, or copy; of any other that is stateful nobody knows whether it gives the same. */
const REPEATABLE = ['ReadVariableOp', 'AssignVariableOp', 'ResourceApplyAdam', 'DeepCopy'];

/** How large what they give is depends on values, and JavaScript has gone on with the sizes of one run. */
const SIZED_BY_VALUES = /^(Where|Unique.*|ListDiff|NonMaxSuppression.*|Sparse.*|Ragged.*|String.*)$/;

/**
 * A recording as TensorFlow's message FunctionDef. Its arguments are the recording's inputs, its tensors from outside, its
 * variables and its changing values, one after the other.
 *
 * @throws UnwritableError where an operation has no place in a function
 */
export function writeFunction(
  binding: Binding,
  name: string,
  recording: Recording,
  outputs: readonly { reference: Reference; dtype: number }[],
): Message {
  const { calls, constants } = recording;
  const { types, names } = argumentsOf(binding, recording);
  const definitions = calls.map(({ operation }) => definitionOf(binding, operation));
  const outputsOf = calls.map((call, i) => namesOfOutputs(call, definitions[i] as OperationDefinition));
  const typeOf = (reference: Reference) => {
    const [kind, place, output] = reference.split(/[ :]/) as [string, number, number];
    if (kind === 'call') return calls[place]?.outputs[output]?.dtype as number;
    return kind === 'constant' ? (constants[place]?.dtype as number) : (types.get(reference) as number);
  };
  /** In the words of a function. */
  const word = (reference: Reference) => {
    const [kind, place, output] = reference.split(/[ :]/) as [string, number, number];
    if (kind === 'call') return `call_${place}:${outputsOf[place]?.[output]}`;
    return kind === 'constant' ? `constant_${place}:output:0` : (names.get(reference) as string);
  };

  const { before, writes } = orderWrites(calls);
  const nodes = calls.map((call, i) => {
    const { attributes } = definitions[i] as OperationDefinition;
    const given = new Map(call.attributes.map((attribute) => [attribute.name, writeAttribute(binding, attribute)]));
    const values = attributes.map(({ name: attribute, standard }) => {
      const value =
        given.get(attribute) ?? standard ?? inferred(definitions[i] as OperationDefinition, attribute, call, typeOf);
      if (value === undefined) throw new UnwritableError(`${call.operation} has no ${attribute} that could be written`);
      return [attribute, value] as const;
    });
    const inputs = [...call.inputs.map(word), ...(before[i] as number[]).map((other) => `^call_${other}`)];
    return node(`call_${i}`, call.operation, inputs, values);
  });
  const ofConstants = constants.map(({ dtype, shape, bytes: content }, i) =>
    node(
      `constant_${i}`,
      'Const',
      [],
      [
        ['dtype', typeValue(dtype)],
        ['value', tensorValue(dtype, shape, content)],
      ],
    ),
  );
  // Tensors of their own, also where it returns what it was given.
  const ofResults = outputs.map(({ reference, dtype }, i) =>
    node(`result_${i}`, 'Identity', [word(reference)], [['T', typeValue(dtype)]]),
  );
  const signature = join([
    bytes(1, name),
    ...[...names].map(([reference, argument]) => bytes(2, argumentMessage(argument, types.get(reference) as number))),
    ...outputs.map(({ dtype }, i) => bytes(3, argumentMessage(`output_${i}`, dtype))),
    integer(17, 1),
    ...writes.map((place) => bytes(20, `write_${place}`)),
  ]);
  return join([
    bytes(1, signature),
    ...[...ofConstants, ...nodes, ...ofResults].map((each) => bytes(3, each)),
    ...outputs.map((_, i) => entry(4, `output_${i}`, `result_${i}:output:0`)),
    ...writes.map((place) => entry(6, `write_${place}`, `call_${place}`)),
  ]);
}

/** The arguments' names and types, by where the recording has their values from. */
function argumentsOf(binding: Binding, { inputs, outside, variables, changing }: Recording) {
  const types = new Map<Reference, number>();
  const add = (kind: 'input' | 'outside' | 'variable' | 'changing', dtypes: readonly number[]) => {
    for (const [i, dtype] of dtypes.entries()) types.set(`${kind} ${i}`, dtype);
  };
  add('input', inputs);
  add(
    'outside',
    outside.map(({ dtype }) => dtype),
  );
  add(
    'variable',
    variables.map(() => RESOURCE),
  );
  add(
    'changing',
    changing.map(() => binding.TF_FLOAT as number),
  );
  const names = new Map([...types.keys()].map((reference) => [reference, reference.replace(' ', '_')]));
  return { types, names };
}

function definitionOf(binding: Binding, operation: string): OperationDefinition {
  const definition = operationDefinition(binding, operation);
  if (definition === undefined) throw new UnwritableError(`TensorFlow does not describe ${operation}`);
  if (definition.isStateful && !REPEATABLE.includes(operation))
    throw new UnwritableError(`${operation} need not give the same again`);
  if (SIZED_BY_VALUES.test(operation)) throw new UnwritableError(`how much ${operation} gives depends on values`);
  return definition;
}

function namesOfOutputs(call: Call, definition: OperationDefinition): string[] {
  const names = outputNames(definition, call.attributes);
  if (names === undefined) throw new UnwritableError(`nobody can tell how much ${call.operation} gives`);
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
