import { visible } from '../draw/history.ts';
import type { Operation } from '../draw/operation.ts';
import { element } from './element.ts';

/** What the examples were made from, shown small in the result's corner as long as an example is what is drawn on. */
export type Originals = {
  remember(example: Operation, original: HTMLCanvasElement): void;
  /** Shows the one that belongs to a drawing; none where the drawing is not an example. */
  show(operations: readonly Operation[]): void;
};

/** Knows the examples of this visit: one that comes back by a reload is a picture like any other. */
export function createOriginals(): Originals {
  const originals = new Map<Operation, HTMLCanvasElement>();
  const place = element('original', HTMLElement);
  const canvas = element('original-picture', HTMLCanvasElement);
  return {
    remember: (example, original) => void originals.set(example, original),
    show(operations) {
      const [first] = visible(operations);
      const original = first && originals.get(first);
      place.hidden = original === undefined;
      if (!original) return;
      [canvas.width, canvas.height] = [original.width, original.height];
      canvas.getContext('2d')?.drawImage(original, 0, 0);
    },
  };
}
