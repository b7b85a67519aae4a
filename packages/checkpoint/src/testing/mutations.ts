import { SAFETENSORS_DTYPES } from '../dtypes.ts';
import { type Fields, type HeaderTree, type List, nodes, type Text } from './header-tree.ts';

/** A file about to be broken: its header as a tree, then as text, and the bytes around it. */
export type Draft = {
  header: HeaderTree;
  text: Uint8Array;
  data: Uint8Array;
  length: (right: number) => number;
  kept: (whole: number) => number;
};

/** Two random numbers that say where to break and how; each mutation takes them modulo what there is to choose from. */
export type Choice = { readonly where: number; readonly how: number };

const KEYS = [
  '"dtype"',
  '"shape"',
  '"data_offsets"',
  '"__metadata__"',
  '"__proto__"',
  '""',
  '"\\u0061"',
  '"\\ud800"',
  'a',
];
const VALUES = [
  '-1',
  '1.0',
  '1e3',
  '01',
  '9007199254740992',
  '18446744073709551616',
  '1'.repeat(400),
  'null',
  'true',
  '[]',
  '{}',
];
const MORE_VALUES = [
  '"F32"',
  '"f32"',
  '"1"',
  '"\\ud800"',
  '"\\x"',
  '"\x01"',
  '""',
  '',
  '[0,1,2]',
  '[1,0]',
  '['.repeat(9999),
];
const TOKENS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '\n',
  '\\',
  '0',
  '-',
  '.5',
  'e9',
  'null',
  '"x":1,',
  '"dtype":"U8",',
  '\0',
];
const LENGTHS = [0, 1, 7, 100_000_000, 100_000_001, 2 ** 32, 2 ** 53];

/** Mutations of the header's structure: what its keys, values and lists are. */
export const treeMutations = {
  repeatField: ({ header }, { where, how }) => editFields(header, where, (all) => all.push(pick(all, how))),
  dropField: ({ header }, { where, how }) => editFields(header, where, (all) => all.splice(how % all.length, 1)),
  moveField: ({ header }, { where, how }) =>
    editFields(header, where, (all) => all.unshift(...all.splice(how % all.length))),
  renameField: ({ header }, { where, how }) =>
    editFields(header, where, (all) => all.splice(how % all.length, 1, { ...pick(all, how), key: pick(KEYS, where) })),
  addField: ({ header }, { where, how }) =>
    editFields(header, where, (all) =>
      all.push({ key: pick(KEYS, how), value: { kind: 'text', text: pick(VALUES, how) } }),
    ),
  changeText: ({ header }, { where, how }) =>
    edit<Text>(header, 'text', where, (node) => {
      node.text = pick([...VALUES, ...MORE_VALUES], how);
    }),
  changeNumber: ({ header }, { where, how }) =>
    edit<Text>(header, 'text', where, (node) => {
      if (/^\d+$/.test(node.text)) node.text = `${Math.max(0, Number(node.text) + (how % 5) - 2)}`;
    }),
  changeDtype: ({ header }, { where, how }) =>
    edit<Text>(header, 'text', where, (node) => {
      if (/^"[A-Z]/.test(node.text)) node.text = `"${pick(SAFETENSORS_DTYPES, how)}"`;
    }),
  lengthenList: ({ header }, { where, how }) =>
    edit<List>(header, 'list', where, ({ items }) => {
      for (let more = how % 70; more >= 0; more--)
        items.push({ kind: 'text', text: how % 2 === 0 ? '1' : '4294967296' });
    }),
  shortenList: ({ header }, { where, how }) =>
    edit<List>(header, 'list', where, ({ items }) => items.splice(how % Math.max(1, items.length), 1)),
} satisfies Record<string, (draft: Draft, choice: Choice) => void>;

/** Mutations of the header's text: what is left of its JSON. */
export const textMutations = {
  insertToken: (draft, { where, how }) => splice(draft, where, 0, utf8(pick(TOKENS, how))),
  deleteBytes: (draft, { where, how }) => splice(draft, where, 1 + (how % 4), new Uint8Array()),
  changeByte: (draft, { where, how }) => splice(draft, where, 1, Uint8Array.of(how % 256)),
  padWith: (draft, { how }) => splice(draft, draft.text.length, 0, utf8(pick([' ', '   ', '\n', '\0', '}', 'x'], how))),
} satisfies Record<string, (draft: Draft, choice: Choice) => void>;

/** Mutations of everything else: the length in front, the data after it. */
export const frameMutations = {
  changeLength: (draft, { where, how }) => {
    draft.length = (right) => (where % 2 === 0 ? pick(LENGTHS, how) : Math.max(0, right + (how % 9) - 4));
  },
  cutFile: (draft, { where, how }) => {
    draft.kept = (whole) => how % (where % 2 === 0 ? 16 : whole);
  },
  cutData: (draft, { how }) => {
    draft.data = draft.data.subarray(0, how % (draft.data.length + 1));
  },
  appendData: (draft, { how }) => {
    draft.data = concat(draft.data, new Uint8Array(1 + (how % 9)));
  },
} satisfies Record<string, (draft: Draft, choice: Choice) => void>;

function edit<Node extends HeaderTree>(
  header: HeaderTree,
  kind: Node['kind'],
  where: number,
  change: (node: Node) => void,
) {
  const candidates = nodes(header).filter((node): node is Node => node.kind === kind);
  if (candidates.length > 0) change(pick(candidates, where));
}

function editFields(header: HeaderTree, where: number, change: (all: Fields['fields']) => void): void {
  edit<Fields>(header, 'fields', where, ({ fields }) => {
    if (fields.length > 0) change(fields);
  });
}

/** The pieces in one. */
export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** The text's bytes. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function splice(draft: Draft, where: number, remove: number, insert: Uint8Array): void {
  const at = where % (draft.text.length + 1);
  draft.text = concat(draft.text.subarray(0, at), insert, draft.text.subarray(at + remove));
}

function pick<T>(choices: readonly T[], number: number): T {
  return choices[number % choices.length] as T;
}
