import { EMPTY_HISTORY, type History, redo, undo, visible, withOperation } from './history.ts';
import { type Operation, SIDE } from './operation.ts';
import { clearPaper, type Paper, paintOperation } from './paint-operation.ts';
import { decodePictures, type Pictures } from './pictures.ts';

/** A drawing on its paper, with all that was done to it. */
export type Sheet = {
  readonly paper: Paper;
  readonly history: History;
  /** Does one thing more. */
  apply(operation: Operation): Promise<void>;
  undo(): void;
  redo(): void;
  /** Another drawing in the place of this one, as the first thing that can be undone to. */
  replace(operations: readonly Operation[]): Promise<void>;
};

/** How many papers are kept to undo to at once: 4 MB each. Beyond them everything is painted again. */
const KEPT = 8;

/** A sheet on a canvas. `onChange` is called whenever the paper shows something else for good. */
export function createSheet(canvas: HTMLCanvasElement, onChange: () => void): Sheet {
  canvas.width = SIDE;
  canvas.height = SIDE;
  const paper = canvas.getContext('2d', { willReadFrequently: true }) as Paper;
  const pictures: Pictures = new Map();
  const papers = new Map<Operation, HTMLCanvasElement>(); // as it was after an operation
  let history: History = EMPTY_HISTORY;
  clearPaper(paper);

  function keep(operation: Operation): void {
    papers.set(operation, copyOf(canvas));
    const [oldest] = papers.keys();
    if (papers.size > KEPT && oldest) papers.delete(oldest);
  }

  function show(next: History): void {
    if (next === history) return;
    history = next;
    const last = history.done.at(-1);
    const kept = last && papers.get(last);
    if (kept) paper.drawImage(kept, 0, 0);
    else repaint();
    onChange();
  }

  function repaint(): void {
    clearPaper(paper);
    for (const operation of visible(history.done)) paintOperation(paper, operation, pictures);
    const last = history.done.at(-1);
    if (last) keep(last);
  }

  return {
    paper,
    get history() {
      return history;
    },
    async apply(operation) {
      await decodePictures([operation], pictures);
      paintOperation(paper, operation, pictures);
      history = withOperation(history, operation);
      keep(operation);
      onChange();
    },
    undo: () => show(undo(history)),
    redo: () => show(redo(history)),
    async replace(operations) {
      await decodePictures(operations, pictures);
      history = { done: operations, undone: [] };
      repaint();
      onChange();
    },
  };
}

/** A copy of what a canvas shows. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0);
  return copy;
}
