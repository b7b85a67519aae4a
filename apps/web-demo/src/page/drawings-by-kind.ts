import type { Operation } from '../draw/operation.ts';
import type { Sheet } from '../draw/sheet.ts';
import type { ExampleKind } from '../examples/example-kinds.ts';
import { firstDrawingOf, type GalleryItem } from '../gallery/gallery.ts';

/** A drawing for each kind of model, one of which is on the sheet: lines for one say nothing to another. */
export type DrawingsByKind = {
  /** Which kind the drawing on the sheet is for, once that is known. */
  kind(): ExampleKind | undefined;
  /** Whether a drawing is an example that nobody has changed. */
  isExample(done: readonly Operation[]): boolean;
  /** Puts the drawing for another kind on the sheet: the one that was there before, or an example. */
  switchTo(kind: ExampleKind, model: string | undefined): Promise<void>;
  /** Shows an example where nothing was drawn yet. @returns whether it is shown */
  welcome(item: GalleryItem): Promise<boolean>;
  /** Shows another drawing; one's own can be undone to. */
  open(item: GalleryItem): Promise<void>;
};

/** A sheet whose first drawing is for a kind, if that is known. */
export function createDrawingsByKind(sheet: Sheet, firstKind: ExampleKind | undefined): DrawingsByKind {
  const others = new Map<ExampleKind, readonly Operation[]>();
  let kind = firstKind;
  let example: readonly Operation[] | undefined;

  const isOwn = () => sheet.history.done.length > 0 && sheet.history.done !== example;

  function showExample(drawing: readonly Operation[]): Promise<void> {
    example = drawing;
    return sheet.replace(drawing);
  }

  return {
    kind: () => kind,
    isExample: (done) => done === example,
    async switchTo(next, model) {
      if (next === kind && sheet.history.done.length > 0) return;
      // What was drawn before any model was there is for the first that comes.
      if (kind === undefined && isOwn()) {
        kind = next;
        return;
      }
      if (kind !== undefined && isOwn()) others.set(kind, sheet.history.done);
      kind = next;
      const before = others.get(next);
      others.delete(next);
      if (before) return sheet.replace(before);
      const drawing = firstDrawingOf(next, model)?.drawing ?? STARTING[next];
      if (drawing) await showExample(drawing);
    },
    async welcome(item) {
      if (sheet.history.done.length > 0) return false;
      kind = item.kind;
      await showExample(item.drawing);
      return true;
    },
    open(item) {
      kind = item.kind;
      return isOwn() ? sheet.open(item.drawing) : showExample(item.drawing);
    },
  };
}

/** Examples of kinds that the gallery may have none of. */
const STARTING: { readonly [Kind in ExampleKind]?: readonly Operation[] } = {
  planet: [{ kind: 'planet', seed: 2 }],
};
