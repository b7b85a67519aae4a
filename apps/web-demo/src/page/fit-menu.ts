import { PAGE_FITS, type PageFit } from '../translate/fit-picture.ts';
import { element } from './element.ts';

/** The menu of how a picture that was opened gets to the model. */
export type FitMenu = {
  /** Shows the menu where there is such a picture; drawings are always taken whole. */
  offer(isPicture: boolean): void;
  chosen(): PageFit;
};

/** Lets the menu be used, and reports what is chosen. */
export function followFit(onChoose: () => void): FitMenu {
  const menu = element('fit', HTMLSelectElement);
  menu.addEventListener('change', onChoose);
  return {
    offer(isPicture) {
      menu.hidden = !isPicture;
    },
    chosen: () => (menu.hidden ? undefined : PAGE_FITS.find((fit) => fit === menu.value)) ?? 'whole',
  };
}
