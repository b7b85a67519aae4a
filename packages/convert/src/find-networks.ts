import type { ForeignTensor, ForeignTensors } from './foreign-tensor.ts';
import { PickleDict, type PickleValue } from './pickle/pickle-values.ts';
import { TorchTensor, type TorchValue } from './pytorch/torch-values.ts';

/** The tensors of one network in a file, and where they were: '' for a file that is nothing else. */
export type FoundTensors = { readonly path: string; readonly tensors: ForeignTensors };

/** How deep a training checkpoint hides its networks: `{ 'models': { 'G': { ... } } }`. */
const DEEPEST = 3;
/** What wrappers put in front of each name: DataParallel and DistributedDataParallel, and torch.compile. */
const WRAPPERS = /^((module|_orig_mod)\.)+/;

/** The networks that a file may hold: its dicts of tensors, and groups of tensors with the same first word. */
export function findNetworks(value: PickleValue<TorchValue>): FoundTensors[] {
  return collect(value, '', 0);
}

function collect(value: PickleValue<TorchValue>, path: string, depth: number): FoundTensors[] {
  if (!(value instanceof PickleDict)) return [];
  const tensors = new Map<string, ForeignTensor>();
  const inside: FoundTensors[] = [];
  for (const [key, each] of value.entries) {
    if (typeof key !== 'string') continue;
    if (each instanceof TorchTensor) tensors.set(key.replace(WRAPPERS, ''), each);
    else if (depth < DEEPEST) inside.push(...collect(each, path ? `${path}.${key}` : key, depth + 1));
  }
  return tensors.size > 0 ? [{ path, tensors }, ...groups(tensors, path), ...inside] : inside;
}

/** Of a module that holds several: `generator.down1.model.0.weight`, `discriminator.model.0.weight`. */
function groups(tensors: ForeignTensors, path: string): FoundTensors[] {
  const byFirst = new Map<string, Map<string, ForeignTensor>>();
  for (const [key, tensor] of tensors) {
    const dot = key.indexOf('.');
    if (dot < 0) continue;
    const first = key.slice(0, dot);
    const group = byFirst.get(first) ?? new Map<string, ForeignTensor>();
    group.set(key.slice(dot + 1).replace(WRAPPERS, ''), tensor);
    byFirst.set(first, group);
  }
  return [...byFirst].map(([first, group]) => ({ path: path ? `${path}.${first}` : first, tensors: group }));
}
