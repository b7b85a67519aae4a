import { ConvertError, quote } from '../convert-error.ts';
import { PickleCursor } from './pickle-cursor.ts';
import { PickleDict, PickleList, PickleName, PickleTuple, type PickleValue } from './pickle-values.ts';

/** What a format makes of the names in its pickles. Everything that it does not allow is refused. */
export type PickleFormat<Foreign> = {
  /** Throws where a file may not name this, such as `os.system`. */
  checkName(name: string): void;
  /** The value that Python would get by calling this; nothing is called. */
  make(name: string, args: readonly PickleValue<Foreign>[]): PickleValue<Foreign>;
  /** The value that stands outside of the pickle. */
  persistent(id: PickleValue<Foreign>): PickleValue<Foreign>;
};

/** A pickle's value, and where its bytes end. */
export type Unpickled<Foreign> = { readonly value: PickleValue<Foreign>; readonly end: number };

/**
 * Reads a pickle of the protocols 2 to 5 as data. Python's reader runs what a pickle says; this one knows plain values and
 * containers, and hands the names that its format allows to the format. Memory is in proportion to the pickle's bytes.
 *
 * @param begin where it begins in the bytes
 * @throws ConvertError for names that the format does not allow, for what would set an object's attributes, and for bytes
 *   that are no pickle
 */
export function unpickle<Foreign>(bytes: Uint8Array, format: PickleFormat<Foreign>, begin = 0): Unpickled<Foreign> {
  const machine = new PickleMachine(new PickleCursor(bytes, begin), format);
  return { value: machine.run(), end: machine.cursor.position };
}

type Step<Foreign> = (machine: PickleMachine<Foreign>) => void;

class PickleMachine<Foreign> {
  readonly cursor: PickleCursor;
  readonly #format: PickleFormat<Foreign>;
  readonly #memo = new Map<number, PickleValue<Foreign>>();
  #marks: number[] = [];
  #stack: PickleValue<Foreign>[] = [];

  constructor(cursor: PickleCursor, format: PickleFormat<Foreign>) {
    this.cursor = cursor;
    this.#format = format;
  }

  run(): PickleValue<Foreign> {
    for (;;) {
      const code = this.cursor.uint8();
      if (code === STOP) return this.pop();
      const step = STEPS.get(code);
      if (!step)
        throw new ConvertError(
          `Expected the pickle of a state dict, got one with the opcode ${quote(String.fromCharCode(code))}. Nothing of it was run. Save model.state_dict() with torch.save.`,
        );
      step(this as PickleMachine<unknown>);
    }
  }

  push(value: PickleValue<Foreign>): void {
    this.#stack.push(value);
  }

  pop(): PickleValue<Foreign> {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw notAPickle();
    return this.#stack.pop() as PickleValue<Foreign>;
  }

  top(): PickleValue<Foreign> {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw notAPickle();
    return this.#stack.at(-1) as PickleValue<Foreign>;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** What was pushed after the last mark. */
  popToMark(): PickleValue<Foreign>[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw notAPickle();
    return this.#stack.splice(mark);
  }

  popText(): string {
    const text = this.pop();
    if (typeof text !== 'string') throw notAPickle();
    return text;
  }

  remember(place = this.#memo.size): void {
    this.#memo.set(place, this.top());
  }

  recall(place: number): void {
    const value = this.#memo.get(place);
    if (value === undefined) throw notAPickle();
    this.push(value);
  }

  pushName(module: string, name: string): void {
    const full = `${module}.${name}`;
    this.#format.checkName(full);
    this.push(new PickleName(full));
  }

  reduce(): void {
    const [args, callee] = [this.pop(), this.pop()];
    if (!(callee instanceof PickleName && args instanceof PickleTuple)) throw notAPickle();
    this.push(this.#format.make(callee.name, args.items as PickleValue<Foreign>[]));
  }

  persistent(): void {
    this.push(this.#format.persistent(this.pop()));
  }

  append(values: PickleValue<Foreign>[]): void {
    const list = this.top();
    if (!(list instanceof PickleList)) throw notAPickle();
    for (const value of values) list.items.push(value);
  }

  setItems(values: PickleValue<Foreign>[]): void {
    const dict = this.top();
    if (!(dict instanceof PickleDict) || values.length % 2 === 1) throw notAPickle();
    for (let i = 0; i < values.length; i += 2)
      dict.entries.set(values[i] as PickleValue<Foreign>, values[i + 1] as PickleValue<Foreign>);
  }

  /** The attributes of a state dict's OrderedDict are versions of modules, which nobody needs; others have none here. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof PickleDict))
      throw new ConvertError(
        'Expected tensors and plain containers, got an object with attributes. Nothing of it was run. Save model.state_dict() with torch.save.',
      );
  }
}

const STOP = 0x2e;

const notAPickle = () => new ConvertError('Expected a valid pickle, got bytes that are none. Check the file.');

/** By the opcodes of `pickletools`; text opcodes of protocol 0 are missing on purpose, because nobody's weights have them. */
const STEPS: ReadonlyMap<number, Step<unknown>> = /* @__PURE__ */ (() => {
  const steps: Record<string, Step<unknown>> = {
    '\x80': ({ cursor }) => {
      const protocol = cursor.uint8();
      if (protocol < 2 || protocol > 5)
        throw new ConvertError(`Expected a pickle of protocol 2 to 5, got ${protocol}. Save the file again.`);
    },
    '\x95': ({ cursor }) => void cursor.uint64(), // frame
    '(': (m) => m.mark(),
    '0': (m) => void m.pop(),
    '1': (m) => void m.popToMark(),
    '2': (m) => m.push(m.top()),
    N: (m) => m.push(null),
    '\x88': (m) => m.push(true),
    '\x89': (m) => m.push(false),
    J: (m) => m.push(m.cursor.int32()),
    K: (m) => m.push(m.cursor.uint8()),
    M: (m) => m.push(m.cursor.uint16()),
    '\x8a': (m) => m.push(m.cursor.integer(m.cursor.uint8())),
    '\x8b': (m) => m.push(m.cursor.integer(m.cursor.uint32())),
    G: (m) => m.push(m.cursor.float64()),
    X: (m) => m.push(m.cursor.text(m.cursor.uint32())),
    '\x8c': (m) => m.push(m.cursor.text(m.cursor.uint8())),
    '\x8d': (m) => m.push(m.cursor.text(m.cursor.uint64())),
    T: (m) => m.push(m.cursor.text(m.cursor.uint32())), // text of Python 2
    U: (m) => m.push(m.cursor.text(m.cursor.uint8())),
    B: (m) => m.push(m.cursor.take(m.cursor.uint32())),
    C: (m) => m.push(m.cursor.take(m.cursor.uint8())),
    '\x8e': (m) => m.push(m.cursor.take(m.cursor.uint64())),
    ']': (m) => m.push(new PickleList()),
    a: (m) => {
      const value = m.pop();
      m.append([value]);
    },
    e: (m) => m.append(m.popToMark()),
    ')': (m) => m.push(new PickleTuple([])),
    t: (m) => m.push(new PickleTuple(m.popToMark())),
    '\x85': (m) => m.push(new PickleTuple([m.pop()])),
    '\x86': (m) => {
      const [second, first] = [m.pop(), m.pop()];
      m.push(new PickleTuple([first, second]));
    },
    '\x87': (m) => {
      const [third, second, first] = [m.pop(), m.pop(), m.pop()];
      m.push(new PickleTuple([first, second, third]));
    },
    '}': (m) => m.push(new PickleDict()),
    s: (m) => {
      const [value, key] = [m.pop(), m.pop()];
      m.setItems([key, value]);
    },
    u: (m) => m.setItems(m.popToMark()),
    q: (m) => m.remember(m.cursor.uint8()),
    r: (m) => m.remember(m.cursor.uint32()),
    '\x94': (m) => m.remember(),
    h: (m) => m.recall(m.cursor.uint8()),
    j: (m) => m.recall(m.cursor.uint32()),
    c: (m) => m.pushName(m.cursor.line(), m.cursor.line()),
    i: (m) => {
      m.pushName(m.cursor.line(), m.cursor.line()); // an instance of a class of protocol 0: refused with its name
      throw notAPickle();
    },
    '\x93': (m) => {
      const [name, module] = [m.popText(), m.popText()];
      m.pushName(module, name);
    },
    R: (m) => m.reduce(),
    '\x81': (m) => m.reduce(),
    Q: (m) => m.persistent(),
    b: (m) => m.build(),
  };
  return new Map(Object.entries(steps).map(([character, step]) => [character.charCodeAt(0), step]));
})();
