import type { EngineChoice } from '../engines/engine-choice.ts';
import { offeredSizes } from '../engines/offered-sizes.ts';
import { RUN_SIZES, type RunSize } from '../train/run-size.ts';
import { element } from './element.ts';

/** The menu of the sizes at which a run can be trained. */
export type SizeMenu = {
  chosen(): RunSize;
  /** Offers the sizes that an engine can have, and says why not all; one that was chosen stays where it is still offered. */
  offer(choice: EngineChoice): Promise<void>;
};

/** Fills the menu and reports what is chosen. */
export function followSizes(onChoose: () => unknown): SizeMenu {
  const menu = element('train-size', HTMLSelectElement);
  const note = element('size-note', HTMLParagraphElement);
  const chosen = () => RUN_SIZES.find((size) => String(size) === menu.value) ?? RUN_SIZES[0];
  let asked = 0;
  menu.addEventListener('change', () => void onChoose());
  return {
    chosen,
    async offer(choice) {
      const mine = ++asked;
      const { sizes, reason = '' } = await offeredSizes(choice);
      if (mine !== asked) return;
      const before = menu.value;
      menu.replaceChildren(
        ...sizes.map((size) => new Option(`${size} px`, String(size), false, String(size) === before)),
      );
      note.textContent = reason;
      note.hidden = reason === '';
      if (before !== '' && menu.value !== before) onChoose();
    },
  };
}
