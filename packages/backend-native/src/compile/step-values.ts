import type { Binding, Handle } from '../node-backend.ts';
import type { Piece } from './pieces.ts';
import type { Reference } from './recording.ts';

/** The handles of what a step's pieces take and give, while it runs. */
export class StepValues {
  private readonly binding: Binding;
  private readonly handles = new Map<Reference, number>();
  /** Those that nobody else has. */
  private readonly owned = new Set<Reference>();

  constructor(binding: Binding) {
    this.binding = binding;
  }

  /** Values that are somebody else's. */
  know(kind: 'input' | 'outside' | 'variable', ids: readonly number[]): void {
    for (const [i, id] of ids.entries()) this.handles.set(`${kind} ${i}`, id);
  }

  /** Values that are freed with this. */
  own(kind: 'changing', ids: readonly number[]): void {
    for (const [i, id] of ids.entries()) this.add(`${kind} ${i}`, id);
  }

  handle(reference: Reference): number {
    return this.handles.get(reference) as number;
  }

  /** Has JavaScript change values after this piece, which has given these results. What nobody needs any more is freed. */
  change({ gives, ends, stop }: Piece, results: readonly Handle[]): void {
    for (const [i, reference] of gives.entries()) this.add(reference, (results[i] as Handle).id);
    const ending = new Set(ends);
    const references = stop?.values.map(({ reference }) => reference) ?? [];
    for (const reference of ending) if (!references.includes(reference)) this.free(reference);
    const arrays = references.map((reference, i) => {
      const values = this.binding.tensorDataSync(this.handle(reference)) as Float32Array;
      const isLast = references.lastIndexOf(reference) === i;
      if (isLast && ending.has(reference)) this.free(reference); // at once: gradients are hundreds of megabytes
      return values;
    });
    stop?.change(arrays);
    for (const [i, reference] of stop?.gives.entries() ?? []) {
      const shape = stop?.values[i]?.shape ?? [];
      const values = arrays[i] as Float32Array;
      this.add(reference, this.binding.createTensor(shape, this.binding.TF_FLOAT as number, values));
    }
  }

  dispose(): void {
    for (const reference of [...this.owned]) this.free(reference);
  }

  private add(reference: Reference, id: number): void {
    this.handles.set(reference, id);
    this.owned.add(reference);
  }

  private free(reference: Reference): void {
    this.binding.deleteTensor(this.handle(reference));
    this.handles.delete(reference);
    this.owned.delete(reference);
  }
}
