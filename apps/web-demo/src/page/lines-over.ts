import { element } from './element.ts';

/** By what colours darker than white are lifted: those of hints become white, and black stays. */
const LIFT = '#8c8c8c';

/** The drawing's own lines, crisp over the result that the model blurs. */
export type LinesOver = {
  /** Shows the lines of a drawing, or none. Dots of colour are left out where they are hints. */
  show(drawing: HTMLCanvasElement | undefined, hasHints: boolean): void;
  /** Draws what is shown over a picture of it. */
  drawOn(target: CanvasRenderingContext2D): void;
};

/** A canvas over the result, which the page's style multiplies with it. */
export function createLinesOver(): LinesOver {
  const canvas = element('lines', HTMLCanvasElement);
  const lines = canvas.getContext('2d') as CanvasRenderingContext2D;
  return {
    show(drawing, hasHints) {
      canvas.hidden = drawing === undefined;
      if (!drawing) return;
      const { width, height } = drawing;
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      lines.globalCompositeOperation = 'copy';
      lines.drawImage(drawing, 0, 0);
      if (!hasHints) return;
      // As grey as each colour is bright, then brighter until what is not nearly black is white.
      cover('saturation', '#808080');
      cover('color-dodge', LIFT);
    },
    drawOn(target) {
      if (canvas.hidden) return;
      target.globalCompositeOperation = 'multiply';
      target.drawImage(canvas, 0, 0, target.canvas.width, target.canvas.height);
      target.globalCompositeOperation = 'source-over';
    },
  };

  function cover(how: GlobalCompositeOperation, colour: string): void {
    lines.globalCompositeOperation = how;
    lines.fillStyle = colour;
    lines.fillRect(0, 0, canvas.width, canvas.height);
  }
}
