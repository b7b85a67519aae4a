import { type Area, isEmpty, WHOLE } from './area.ts';
import { EMPTY_HISTORY, type History, redo, undo, visible, withOperation } from './history.ts';
import { type Operation, SIDE } from './operation.ts';
import { clearPaper, copyArea, type Paper, paintOperation } from './paint-operation.ts';
import { decodePictures, type Pictures } from './pictures.ts';

/** A drawing on its paper, with all that was done to it. */
export type Sheet = {
  readonly paper: Paper;
  readonly history: History;
  /** Does one thing more. */
  apply(operation: Operation): Promise<void>;
  /** Takes back what was painted on a part of the paper without {@link apply}. */
  restore(area: Area): void;
  undo(): void;
  redo(): void;
  /** Another drawing in the place of this one, as the first thing that can be undone to. */
  replace(operations: readonly Operation[]): Promise<void>;
};

/** What an operation covered, and where. */
type Covered = { readonly picture: HTMLCanvasElement; readonly area: Area };

/** How many operations keep what they covered: at most 4 MB each. To undo more of them, everything is painted again. */
const KEPT = 16;

/** A sheet on a canvas. `onChange` is called whenever the paper shows something else for good. */
export function createSheet(canvas: HTMLCanvasElement, onChange: () => void): Sheet {
  const paper = createPaper(canvas, SIDE, SIDE);
  // The paper as the last operation left it. Only parts are copied, here and there: all of it takes a browser without a GPU
  // tens of milliseconds.
  const settled = createPaper(document.createElement('canvas'), SIDE, SIDE);
  const pictures: Pictures = new Map();
  const covered = new Map<Operation, Covered>();
  let history: History = EMPTY_HISTORY;
  clearPaper(paper);
  clearPaper(settled);

  function paint(operation: Operation): void {
    const area = paintOperation(paper, operation, pictures);
    if (isEmpty(area)) return;
    covered.set(operation, { picture: cutOut(settled.canvas, area), area });
    const [oldest] = covered.keys();
    if (covered.size > KEPT && oldest) covered.delete(oldest);
    copyArea(settled, canvas, area);
  }

  function uncover({ picture, area }: Covered): void {
    paper.drawImage(picture, area.left, area.top);
    copyArea(settled, canvas, area);
  }

  function repaint(): void {
    clearPaper(paper);
    for (const operation of visible(history.done)) paintOperation(paper, operation, pictures);
    copyArea(settled, canvas, WHOLE);
  }

  return {
    paper,
    get history() {
      return history;
    },
    async apply(operation) {
      await decodePictures([operation], pictures);
      paint(operation);
      history = withOperation(history, operation);
      onChange();
    },
    restore: (area) => copyArea(paper, settled.canvas, area),
    undo() {
      const last = history.done.at(-1);
      if (!last) return;
      history = undo(history);
      const under = covered.get(last);
      covered.delete(last);
      if (under) uncover(under);
      else repaint();
      onChange();
    },
    redo() {
      const next = history.undone.at(-1);
      if (!next) return;
      history = redo(history);
      paint(next);
      onChange();
    },
    async replace(operations) {
      await decodePictures(operations, pictures);
      history = { done: operations, undone: [] };
      covered.clear();
      repaint();
      onChange();
    },
  };
}

function createPaper(canvas: HTMLCanvasElement, width: number, height: number): Paper {
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d', { willReadFrequently: true }) as Paper;
}

function cutOut(from: HTMLCanvasElement, { left, top, right, bottom }: Area): HTMLCanvasElement {
  const paper = createPaper(document.createElement('canvas'), right - left, bottom - top);
  paper.drawImage(from, -left, -top);
  return paper.canvas;
}
