import { type Area, union } from './area.ts';
import { type Operation, SIDE, type Tool } from './operation.ts';
import { paintOperation } from './paint-operation.ts';
import type { Sheet } from './sheet.ts';

/** What the pen draws with. */
export type PenSettings = { tool: Tool; colour: string; width: number };

/** A pen that is pressed down, moved and lifted; the places are in the drawing's units. */
export type Pen = {
  readonly isDown: boolean;
  press(x: number, y: number): void;
  move(x: number, y: number): void;
  lift(): void;
  /** Takes back what has been drawn since the pen was pressed. */
  cancel(): void;
};

/** Points closer than this to the last one add nothing to a stroke. */
const LEAST_STEP = 2;
const PAPER_COLOUR = '#ffffff';
const NO_PICTURES = new Map<string, CanvasImageSource>();

/** A pen on a sheet; `onMove` is called when the paper shows more of what is being drawn. */
export function createPen(sheet: Sheet, settings: PenSettings, onMove: () => void): Pen {
  let operation: Operation | undefined;
  let painted: Area | undefined; // of what is being drawn

  function paint(next: Operation): void {
    painted = union(painted, paintOperation(sheet.paper, next, NO_PICTURES));
    onMove();
  }

  function takeBack(): void {
    if (painted) sheet.restore(painted);
    painted = undefined;
  }

  return {
    get isDown() {
      return operation !== undefined;
    },
    press(x, y) {
      const next = begun(settings, x, y);
      // Done as soon as it begins: there is nothing to move.
      if (next.kind === 'fill') return void sheet.apply(next);
      operation = next;
      if (operation.kind !== 'rectangle') paint(operation);
    },
    move(x, y) {
      if (!operation || !('points' in operation) || operation.kind === 'fill') return;
      if (operation.kind === 'stroke') {
        const [fromX, fromY] = operation.points.slice(-2) as [number, number];
        if (Math.hypot(x - fromX, y - fromY) < LEAST_STEP) return;
        operation = { ...operation, points: [...operation.points, round(x), round(y)] };
        // The last piece alone: a stroke gets no slower as it gets longer.
        paint({ ...operation, points: [fromX, fromY, round(x), round(y)] });
        return;
      }
      operation = { ...operation, points: [...operation.points.slice(0, 2), round(x), round(y)] };
      takeBack();
      paint(operation);
    },
    lift() {
      const done = operation;
      operation = undefined;
      if (!done) return;
      // In one piece, as it will be painted from storage: the ends of many pieces are darker at their edges.
      takeBack();
      void sheet.apply(done);
    },
    cancel() {
      takeBack();
      operation = undefined;
      onMove();
    },
  };
}

function begun({ tool, colour, width }: PenSettings, x: number, y: number): Operation {
  const points = [round(x), round(y)];
  switch (tool) {
    case 'fill':
      return { kind: 'fill', colour, points };
    case 'line':
    case 'rectangle':
      return { kind: tool, colour, width, points: [...points, ...points] };
    case 'eraser':
      return { kind: 'stroke', colour: PAPER_COLOUR, width: 2 * width, points };
    case 'pen':
      return { kind: 'stroke', colour, width, points };
  }
}

/** Whole units, so that a shared drawing is short. */
function round(value: number): number {
  return Math.round(Math.min(2 * SIDE, Math.max(-SIDE, value)));
}
