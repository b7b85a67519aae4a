import type { Pen } from './pen.ts';

const STEP = 16;
const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Lets the keyboard move the pen while the drawing has the focus: the arrows move it (with Shift four times as far), Space
 * presses and lifts it, Escape undoes the stroke. `cursor` shows where it is.
 */
export function followKeyboard(canvas: HTMLCanvasElement, pen: Pen, cursor: HTMLElement): void {
  let [x, y] = [canvas.width / 2, canvas.height / 2];

  const show = (visible: boolean) => {
    cursor.hidden = !visible;
    cursor.style.left = `${(100 * x) / canvas.width}%`;
    cursor.style.top = `${(100 * y) / canvas.height}%`;
    cursor.dataset.down = String(pen.isDown);
  };

  canvas.addEventListener('keydown', (event) => {
    const way = WAYS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way) {
      const step = event.shiftKey ? 4 * STEP : STEP;
      x = Math.min(canvas.width, Math.max(0, x + way[0] * step));
      y = Math.min(canvas.height, Math.max(0, y + way[1] * step));
      pen.move(x, y);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (pen.isDown) pen.lift();
      else pen.press(x, y);
    } else if (event.key === 'Escape') pen.cancel();
    else return;
    event.preventDefault();
    show(true);
  });
  canvas.addEventListener('blur', () => {
    if (pen.isDown) pen.lift();
    show(false);
  });
  canvas.addEventListener('pointerdown', () => show(false));
}
