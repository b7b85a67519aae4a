import { visible } from '../draw/history.ts';
import { type Operation, SIDE } from '../draw/operation.ts';
import { formatFor, pictureOf } from '../draw/picture-operation.ts';
import type { Sheet } from '../draw/sheet.ts';
import { fitInto } from '../images/fit-into.ts';
import { linesOf, looksDrawn } from '../images/lines-of.ts';
import { sizeOf } from '../images/size-of.ts';
import { element, onClick } from './element.ts';
import { notesOf } from './note.ts';

/** The switch that turns photographs and the camera into lines, for models that want lines. */
export type EdgesSwitch = {
  /** Shows the switch, or hides it for a model that takes photographs as they are. */
  offer(isOffered: boolean): void;
  isOn(): boolean;
  /** Lays a picture over the sheet: as it is, or as lines where the switch is on and it is no drawing already. */
  take(image: HTMLImageElement): Promise<void>;
};

/** A photograph on the sheet in both its forms. */
type Photo = { readonly picture: HTMLCanvasElement; plain?: Operation; lines?: Operation };

/** Lets the switch change the photograph that is on the sheet, and `onChange` what else it concerns. */
export function createEdgesSwitch(sheet: Sheet, onChange: () => void): EdgesSwitch {
  const button = element('edges', HTMLButtonElement);
  const photos = new Map<Operation, Photo>();
  let isOffered = false;
  let isPressed = true;
  const isOn = () => isOffered && isPressed;

  function operationOf(photo: Photo): Operation {
    const form = isOn() ? 'lines' : 'plain';
    const picture = isOn() ? () => linesOf(photo.picture, formatFor(photo.picture)) : () => photo.picture;
    photo[form] ??= pictureOf(picture());
    photos.set(photo[form], photo);
    return photo[form];
  }

  /** The photograph under what is drawn, in its other form. */
  async function exchange(): Promise<void> {
    const { done } = sheet.history;
    const [base] = visible(done);
    const photo = base && photos.get(base);
    if (!photo) return onChange();
    const other = operationOf(photo);
    if (other !== base) await sheet.replace(done.map((operation) => (operation === base ? other : operation)));
  }

  onClick(
    'edges',
    () => {
      isPressed = !isPressed;
      button.setAttribute('aria-pressed', String(isPressed));
      return exchange();
    },
    notesOf('image'),
  );
  button.setAttribute('aria-pressed', String(isPressed));

  return {
    isOn,
    offer(now) {
      isOffered = now;
      button.hidden = !now;
    },
    take(image) {
      if (looksDrawn(image)) return sheet.apply(pictureOf(image));
      // No larger than it will be shown: it is kept for the other form.
      const { width, height } = sizeOf(image);
      const scale = Math.min(1, SIDE / Math.max(width, height));
      const picture = fitInto(
        image,
        { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) },
        'cover',
      );
      return sheet.apply(operationOf({ picture }));
    },
  };
}
