import { type Area, isEmpty, WHOLE } from './area.ts';
import { EMPTY_HISTORY, formatOf, type History, redo, undo, visible, withDrawing, withOperation } from './history.ts';
import { createTurns } from './in-turn.ts';
import { type Operation, SIDE } from './operation.ts';
import { nextTask, paintOperation } from './paint-operation.ts';
import { clearPaper, copyArea, createPaper, cutOut, type Paper } from './paper.ts';
import { decodePictures, type Pictures } from './pictures.ts';

/** A drawing on its paper, with all that was done to it. What is asked of it is done in turn. */
export type Sheet = {
  readonly paper: Paper;
  readonly history: History;
  /** Applies one more operation. */
  apply(operation: Operation): Promise<void>;
  /** Undoes what was painted on a part of the paper without {@link apply}. */
  restore(area: Area): void;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Replaces this drawing by another one, of which each operation can be undone. */
  replace(operations: readonly Operation[]): Promise<void>;
  /** Puts another drawing in the place of this one, which can be undone to. */
  open(operations: readonly Operation[]): Promise<void>;
};

/** What an operation covered, and where. */
type Covered = { readonly picture: HTMLCanvasElement; readonly area: Area };

/** How many operations keep what they covered: at most 4 MB each. To undo more of them, everything is painted again. */
const KEPT = 16;

/** Milliseconds of painting after which the page's other work has its turn. */
const LONG_TASK = 20;

/** A sheet on a canvas. `onChange` is called whenever the paper shows something else for good. */
export function createSheet(canvas: HTMLCanvasElement, onChange: () => void): Sheet {
  const paper = createPaper(canvas, SIDE, SIDE);
  // The paper as the last operation left it. Only parts are copied, here and there: all of it takes a browser without a GPU
  // tens of milliseconds.
  const settled = createPaper(document.createElement('canvas'), SIDE, SIDE);
  const pictures: Pictures = new Map();
  const inTurn = createTurns();
  const covered = new Map<Operation, Covered>();
  let history: History = EMPTY_HISTORY;
  clearPaper(paper);
  clearPaper(settled);

  async function paint(operation: Operation): Promise<void> {
    const area = await paintOperation(paper, operation, { pictures, settled });
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

  /** Whether the paper got another format with a history; then nothing is on it yet. */
  function reformat({ done }: History): boolean {
    const { width, height } = formatOf(done);
    if (canvas.width === width && canvas.height === height) return false;
    for (const each of [canvas, settled.canvas]) [each.width, each.height] = [width, height];
    covered.clear();
    clearPaper(paper);
    return true;
  }

  /** All of another history. */
  async function show(next: History): Promise<void> {
    await decodePictures(next.done, pictures);
    history = next;
    covered.clear();
    reformat(next);
    await repaint();
    onChange();
  }

  async function repaint(): Promise<void> {
    clearPaper(settled);
    // Nobody sees it half painted.
    let since = performance.now();
    for (const operation of visible(history.done)) {
      await paintOperation(settled, operation, { pictures, settled });
      if (performance.now() - since < LONG_TASK) continue;
      await nextTask();
      since = performance.now();
    }
    copyArea(paper, settled.canvas, WHOLE);
  }

  return {
    paper,
    get history() {
      return history;
    },
    apply: (operation) =>
      inTurn(async () => {
        await decodePictures([operation], pictures);
        history = withOperation(history, operation);
        if (reformat(history)) await repaint();
        else await paint(operation);
        onChange();
      }),
    restore: (area) => copyArea(paper, settled.canvas, area),
    undo: () =>
      inTurn(async () => {
        const last = history.done.at(-1);
        if (!last) return;
        history = undo(history);
        const under = covered.get(last);
        covered.delete(last);
        const isReformatted = reformat(history);
        if (under && !isReformatted) uncover(under);
        else await repaint();
        onChange();
      }),
    redo: () =>
      inTurn(async () => {
        const next = history.undone.at(-1);
        if (!next) return;
        history = redo(history);
        if (reformat(history)) await repaint();
        else await paint(next);
        onChange();
      }),
    replace: (operations) => inTurn(() => show({ done: operations, undone: [] })),
    open: (operations) => inTurn(() => show(withDrawing(history, operations))),
  };
}
