import type { Pen } from './pen.ts';

/** Lets mouse, finger and stylus move the pen; how hard one presses makes no difference. */
export function followPointer(canvas: HTMLCanvasElement, pen: Pen): void {
  let follows: number | undefined; // one finger draws, the others are ignored

  canvas.addEventListener('pointerdown', (event) => {
    if (follows !== undefined || event.button !== 0) return;
    follows = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    pen.press(...placeOf(canvas, event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== follows) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length > 0 ? events : [event]) pen.move(...placeOf(canvas, each));
  });
  canvas.addEventListener('pointerup', (event) => {
    if (event.pointerId !== follows) return;
    follows = undefined;
    pen.lift();
  });
  canvas.addEventListener('pointercancel', (event) => {
    if (event.pointerId !== follows) return;
    follows = undefined;
    pen.cancel();
  });
}

function placeOf(canvas: HTMLCanvasElement, { clientX, clientY }: PointerEvent): [number, number] {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [((clientX - left) / width) * canvas.width, ((clientY - top) / height) * canvas.height];
}
