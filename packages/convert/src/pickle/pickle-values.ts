/** What a pickle holds. `Foreign` is what the reader of a format makes of the names that it allows. */
export type PickleValue<Foreign> =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleTuple<Foreign>
  | PickleList<Foreign>
  | PickleDict<Foreign>
  | PickleName
  | Foreign;

/** A tuple. */
export class PickleTuple<Foreign> {
  readonly items: readonly PickleValue<Foreign>[];

  constructor(items: readonly PickleValue<Foreign>[]) {
    this.items = items;
  }
}

/** A list. */
export class PickleList<Foreign> {
  readonly items: PickleValue<Foreign>[] = [];
}

/** A dict, an OrderedDict among them, with its keys in their order; keys that are objects are told apart by identity. */
export class PickleDict<Foreign> {
  readonly entries = new Map<PickleValue<Foreign>, PickleValue<Foreign>>();
}

/** A name of something in Python, which stays a name here. */
export class PickleName {
  /** The module and the name in it: `torch.FloatStorage`. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
