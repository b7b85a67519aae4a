import { element, onClick } from './element.ts';
import { showNote } from './note.ts';

/** The switch for the drawing's own lines over the result: on at first, for models that want lines. */
export function createLinesSwitch(onChange: (isOver: boolean) => void): { offer(isOffered: boolean): void } {
  const button = element('lines-over', HTMLButtonElement);
  let [isOffered, isPressed] = [false, true];
  const tell = () => {
    button.hidden = !isOffered;
    button.setAttribute('aria-pressed', String(isPressed));
    onChange(isOffered && isPressed);
  };
  onClick(
    'lines-over',
    () => {
      isPressed = !isPressed;
      tell();
    },
    showNote,
  );
  return {
    offer(now) {
      isOffered = now;
      tell();
    },
  };
}
