import type { PhotographKind } from '@pix2pix-ts/data';
import { visible } from '../draw/history.ts';
import { type Format, type Operation, SIDE } from '../draw/operation.ts';
import { formatFor, pictureOf } from '../draw/picture-operation.ts';
import type { Sheet } from '../draw/sheet.ts';
import { type AsInput, asInput, looksDrawn } from '../images/as-input.ts';
import { fitInto } from '../images/fit-into.ts';
import { type Drawable, sizeOf } from '../images/size-of.ts';
import { element, onClick } from './element.ts';
import { notesOf } from './note.ts';

/** The switch that turns photographs and the camera into what a model wants: its edges, say. */
export type InputSwitch = {
  /** Shows the switch for what a model wants, or hides it for one that takes photographs as they are. */
  offer(input: AsInput | undefined): void;
  /** Gives the photograph on the sheet the form that is wanted now. @returns whether it had another one */
  refresh(): Promise<boolean>;
  /** What photographs become; undefined where they stay what they are. */
  kind(): PhotographKind | undefined;
  /** A picture of the camera as what the model wants; undefined where it stays what it is. */
  turn(source: Drawable, format: Format): HTMLCanvasElement | undefined;
  /** Lays a picture over the sheet: as it is, or as what the model wants where the switch is on. */
  take(image: HTMLImageElement): Promise<void>;
};

/** A photograph on the sheet, and what was made of it; by which input, where it was turned into one. */
type Photo = { readonly picture: HTMLCanvasElement; readonly forms: Map<string, Operation> };

const LABELS: Readonly<Record<PhotographKind, { label: string; title: string }>> = {
  edges: { label: 'Edges', title: 'Photographs and the camera become lines' },
  grey: { label: 'Grey', title: 'Photographs and the camera lose their colours' },
  blur: { label: 'Blur', title: 'Photographs and the camera get out of focus' },
  mosaic: { label: 'Mosaic', title: 'Photographs and the camera become blocks' },
  labels: { label: 'Flat colours', title: 'Photographs and the camera become maps in flat colours' },
};

/** Lets the switch change the photograph that is on the sheet, and `onChange` what else it concerns. */
export function createInputSwitch(sheet: Sheet, onChange: () => void): InputSwitch {
  const button = element('as-input', HTMLButtonElement);
  const label = button.querySelector('span') as HTMLSpanElement;
  const photos = new Map<Operation, Photo>();
  let offered: AsInput | undefined;
  let isPressed = true;
  const current = () => (isPressed ? offered : undefined);

  function operationOf(photo: Photo): Operation {
    const input = current();
    const name = JSON.stringify(input ?? null);
    const there = photo.forms.get(name);
    if (there) return there;
    const { picture } = photo;
    const operation = pictureOf(input ? asInput(picture, formatFor(picture), input) : picture);
    photo.forms.set(name, operation);
    photos.set(operation, photo);
    return operation;
  }

  async function refresh(): Promise<boolean> {
    const { done } = sheet.history;
    const [base] = visible(done);
    const photo = base && photos.get(base);
    const other = photo && operationOf(photo);
    if (!other || other === base) return false;
    await sheet.replace(done.map((operation) => (operation === base ? other : operation)));
    return true;
  }

  onClick(
    'as-input',
    async () => {
      isPressed = !isPressed;
      button.setAttribute('aria-pressed', String(isPressed));
      if (!(await refresh())) onChange();
    },
    notesOf('image'),
  );
  button.setAttribute('aria-pressed', String(isPressed));

  return {
    offer(input) {
      offered = input;
      button.hidden = input === undefined;
      if (!input) return;
      label.textContent = LABELS[input.kind].label;
      button.title = LABELS[input.kind].title;
    },
    refresh,
    kind: () => current()?.kind,
    turn(source, format) {
      const input = current();
      return input && asInput(source, format, input);
    },
    take(image) {
      // Lines have no edges of their own.
      if (offered?.kind === 'edges' && looksDrawn(image)) return sheet.apply(pictureOf(image));
      // No larger than it will be shown: it is kept for its other forms.
      const { width, height } = sizeOf(image);
      const scale = Math.min(1, SIDE / Math.max(width, height));
      const picture = fitInto(
        image,
        { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) },
        'cover',
      );
      return sheet.apply(operationOf({ picture, forms: new Map() }));
    },
  };
}
