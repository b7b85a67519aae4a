import { byteLength, type SafetensorsDtype } from '../dtypes.ts';
import { fields, type HeaderTree, list, render, text } from './header-tree.ts';
import { type Choice, concat, type Draft, frameMutations, textMutations, treeMutations, utf8 } from './mutations.ts';

/** A tensor of the file before it is broken. */
export type TensorPlan = { readonly dtype: SafetensorsDtype; readonly shape: readonly number[] };

/** A mutation and where it strikes. */
export type Mutation = readonly [name: MutationName, choice: Choice];
export type MutationName = keyof typeof MUTATIONS;

const MUTATIONS = { ...treeMutations, ...textMutations, ...frameMutations };

/** The mutations inside the header's structure, and all others. */
export const TREE_MUTATIONS = Object.keys(treeMutations) as MutationName[];
export const OTHER_MUTATIONS = [...Object.keys(textMutations), ...Object.keys(frameMutations)] as MutationName[];

/** Whether a mutation is one of the header's structure. */
export function isTreeMutation([name]: Mutation): boolean {
  return name in treeMutations;
}

/** A valid file of these tensors after these mutations, those of the header's structure first. */
export function mutatedFile(plans: readonly TensorPlan[], mutations: readonly Mutation[]): Uint8Array {
  const draft = draftOf(plans);
  for (const [name, choice] of mutations.filter(isTreeMutation)) MUTATIONS[name](draft, choice);
  draft.text = utf8(render(draft.header));
  for (const [name, choice] of mutations.filter((mutation) => !isTreeMutation(mutation)))
    MUTATIONS[name](draft, choice);
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(draft.length(draft.text.length)), true);
  const whole = concat(prefix, draft.text, draft.data);
  return whole.subarray(0, draft.kept(whole.length));
}

function draftOf(plans: readonly TensorPlan[]): Draft {
  const header: Record<string, HeaderTree> = {
    __metadata__: fields({ format: text('"pt"'), note: text('"\\u00e9é"') }),
  };
  let at = 0;
  plans.forEach(({ dtype, shape }, index) => {
    const end = at + byteLength('', dtype, shape);
    header[`down${index}.weight`] = fields({
      dtype: text(`"${dtype}"`),
      shape: list(shape),
      data_offsets: list([at, end]),
    });
    at = end;
  });
  return {
    header: fields(header),
    text: new Uint8Array(),
    data: new Uint8Array(at).fill(7),
    length: (right) => right,
    kept: (whole) => whole,
  };
}
