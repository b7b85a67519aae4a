import type { Format } from '../draw/operation.ts';
import { PAGE_FITS, type PageFit } from '../translate/fit-picture.ts';
import { element } from './element.ts';

/** The menu of how a picture that was opened, or a map, gets to the model. */
export type FitMenu = {
  /** Shows the ways that make sense for a picture of a format, or none: most drawings are always taken whole. */
  offer(picture: Format | undefined): void;
  /** Back to the whole picture, because another model has another idea of detail. */
  reset(): void;
  chosen(): PageFit;
};

/** Lets the menu be used, and reports what is chosen. */
export function followFit(onChoose: () => void): FitMenu {
  const menu = element('fit', HTMLSelectElement);
  const middle = menu.querySelector('[value="middle"]') as HTMLOptionElement;
  menu.addEventListener('change', onChoose);
  return {
    offer(picture) {
      menu.hidden = picture === undefined;
      if (!picture) return;
      // A square has no other middle.
      middle.hidden = picture.width === picture.height;
      if (middle.hidden && middle.selected) menu.value = 'whole';
    },
    reset() {
      menu.value = 'whole';
    },
    chosen: () => (menu.hidden ? undefined : PAGE_FITS.find((fit) => fit === menu.value)) ?? 'whole',
  };
}
