/** A header as it is written, so that it can be wrong: keys may come twice, and a value is any text at all. */
export type HeaderTree = Text | List | Fields;
/** A number, a string with its quotes, or whatever else is there. */
export type Text = { kind: 'text'; text: string };
export type List = { kind: 'list'; items: HeaderTree[] };
export type Fields = { kind: 'fields'; fields: Field[] };
/** `key` with its quotes. */
type Field = { key: string; value: HeaderTree };

export const text = (value: string): Text => ({ kind: 'text', text: value });
export const list = (items: readonly number[]): List => ({ kind: 'list', items: items.map((item) => text(`${item}`)) });
export const fields = (record: Readonly<Record<string, HeaderTree>>): Fields => ({
  kind: 'fields',
  fields: Object.entries(record).map(([key, value]) => ({ key: JSON.stringify(key), value })),
});

/** The tree as JSON, or as what it has become. */
export function render(tree: HeaderTree): string {
  if (tree.kind === 'text') return tree.text;
  if (tree.kind === 'list') return `[${tree.items.map(render).join(',')}]`;
  return `{${tree.fields.map(({ key, value }) => `${key}:${render(value)}`).join(',')}}`;
}

/** The tree and everything in it. */
export function nodes(tree: HeaderTree): HeaderTree[] {
  const children =
    tree.kind === 'list' ? tree.items : tree.kind === 'fields' ? tree.fields.map(({ value }) => value) : [];
  return [tree, ...children.flatMap(nodes)];
}
