import type { Attribute, Binding } from '../node-backend.ts';
import { fieldsOf, type Message } from './messages.ts';

/** What TensorFlow says about one of its operations (its message OpDef). */
export type OperationDefinition = {
  readonly inputs: readonly Argument[];
  readonly outputs: readonly Argument[];
  readonly attributes: readonly { readonly name: string; readonly standard: Message | undefined }[];
  /** Whether it may give something else the next time, or does more than give something. */
  readonly isStateful: boolean;
};

/** One or several tensors that go in or come out; the attributes that say of which type, and how many. */
type Argument = {
  readonly name: string;
  readonly typeAttribute: string | undefined;
  readonly numberAttribute: string | undefined;
  readonly listAttribute: string | undefined;
};

const known = new WeakMap<Binding, ReadonlyMap<string, Message>>();

/** The definition of the operation of this name. */
export function operationDefinition(binding: Binding, name: string): OperationDefinition | undefined {
  const all = known.get(binding) ?? definitionsOf(binding.operations());
  known.set(binding, all);
  const definition = all.get(name);
  return definition && parseDefinition(definition);
}

function definitionsOf(list: Message): Map<string, Message> {
  return new Map(messagesAt(list, 1).map((definition) => [textAt(definition, 1) as string, definition]));
}

function parseDefinition(definition: Message): OperationDefinition {
  return {
    inputs: messagesAt(definition, 2).map(parseArgument),
    outputs: messagesAt(definition, 3).map(parseArgument),
    attributes: messagesAt(definition, 4).map((attribute) => ({
      name: textAt(attribute, 1) as string,
      standard: messagesAt(attribute, 3)[0],
    })),
    isStateful: [...fieldsOf(definition)].some(({ field, value }) => field === 17 && value === 1),
  };
}

const parseArgument = (argument: Message): Argument => ({
  name: textAt(argument, 1) as string,
  typeAttribute: textAt(argument, 4),
  numberAttribute: textAt(argument, 5),
  listAttribute: textAt(argument, 6),
});

const messagesAt = (message: Message, at: number): Message[] =>
  [...fieldsOf(message)].filter(({ field }) => field === at).map(({ value }) => value as Message);

function textAt(message: Message, at: number): string | undefined {
  const [text] = messagesAt(message, at);
  return text && Buffer.from(text).toString();
}

/**
 * The names of an operation's outputs inside a function, in their order: `output:0` and so on.
 *
 * @returns `undefined` where they cannot be told
 */
export function outputNames({ outputs }: OperationDefinition, attributes: readonly Attribute[]): string[] | undefined {
  const names: string[] = [];
  for (const { name, numberAttribute, listAttribute } of outputs) {
    const counted = attributes.find((attribute) => attribute.name === (numberAttribute ?? listAttribute))?.value;
    const count = numberAttribute ? counted : listAttribute ? (counted as readonly number[] | undefined)?.length : 1;
    if (typeof count !== 'number') return undefined;
    for (let i = 0; i < count; i++) names.push(`${name}:${i}`);
  }
  return names;
}
