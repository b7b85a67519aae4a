import { type Area, union } from './area.ts';
import { type Shape, SIDE, type Tool } from './operation.ts';
import { paintShape } from './paint-shape.ts';
import type { Sheet } from './sheet.ts';

/** What the pen draws with. */
export type PenSettings = { tool: Tool; colour: string; width: number };

/** A pen that is pressed down, moved and lifted; the places are in the drawing's units. */
export type Pen = {
  readonly isDown: boolean;
  press(x: number, y: number): void;
  move(x: number, y: number): void;
  lift(): void;
  /** Undoes what has been drawn since the pen was pressed. */
  cancel(): void;
};

/** Points closer than this to the last one add nothing to a stroke. */
const LEAST_STEP = 2;
const PAPER_COLOUR = '#ffffff';

/** A pen on a sheet; `onMove` is called when the paper shows more of what is being drawn. */
export function createPen(sheet: Sheet, settings: PenSettings, onMove: () => void): Pen {
  let shape: Shape | undefined;
  let painted: Area | undefined; // of what is being drawn

  function paint(next: Shape): void {
    painted = union(painted, paintShape(sheet.paper, next));
    onMove();
  }

  function takeBack(): void {
    if (painted) sheet.restore(painted);
    painted = undefined;
  }

  return {
    get isDown() {
      return shape !== undefined;
    },
    press(x, y) {
      // Done as soon as it begins: there is nothing to move.
      if (settings.tool === 'fill')
        return void sheet.apply({ kind: 'fill', colour: settings.colour, points: [round(x), round(y)] });
      shape = begun(settings.tool, settings, [round(x), round(y)]);
      if (shape.kind !== 'rectangle') paint(shape);
    },
    move(x, y) {
      if (!shape) return;
      if (shape.kind === 'stroke') {
        const [fromX, fromY] = shape.points.slice(-2) as [number, number];
        if (Math.hypot(x - fromX, y - fromY) < LEAST_STEP) return;
        shape = { ...shape, points: [...shape.points, round(x), round(y)] };
        // The last piece alone: a stroke gets no slower as it gets longer.
        paint({ ...shape, points: [fromX, fromY, round(x), round(y)] });
        return;
      }
      shape = { ...shape, points: [...shape.points.slice(0, 2), round(x), round(y)] };
      takeBack();
      paint(shape);
    },
    lift() {
      const done = shape;
      shape = undefined;
      if (!done) return;
      // In one piece, as it will be painted from storage: the ends of many pieces are darker at their edges.
      takeBack();
      void sheet.apply(done);
    },
    cancel() {
      takeBack();
      shape = undefined;
      onMove();
    },
  };
}

function begun(tool: Exclude<Tool, 'fill'>, { colour, width }: PenSettings, points: readonly number[]): Shape {
  switch (tool) {
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
