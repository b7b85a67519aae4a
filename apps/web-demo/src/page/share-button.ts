import { visible } from '../draw/history.ts';
import type { Operation } from '../draw/operation.ts';
import { pngOf } from '../images/save-png.ts';
import { drawingToHash } from '../share/drawing-link.ts';
import { canShareFiles, shareFiles } from '../share/share-files.ts';
import { element } from './element.ts';
import { showDone, showTold } from './note.ts';

/** What is shared besides the operations. */
export type Shared = {
  readonly drawing: HTMLCanvasElement;
  result(): HTMLCanvasElement;
  /** The name of the model, where it comes with the page. */
  readonly model: string | undefined;
};

/**
 * Shares a drawing as a link, or as a file with its result where it has a picture in it that no link can hold.
 *
 * @throws one line where it is too large
 */
export async function share(done: readonly Operation[], { drawing, result, model }: Shared): Promise<void> {
  if (hasPicture(done)) return sharePicture(drawing, result());
  const address = new URL(location.href);
  address.hash = await drawingToHash(done, model);
  history.replaceState(null, '', address);
  try {
    await navigator.clipboard.writeText(address.href);
    showDone('The link to this drawing was copied.');
  } catch {
    showDone("The page's address is now the link to this drawing.");
  }
}

/** Says on the button which of both it does. */
export function showShareLabel(done: readonly Operation[]): void {
  const label = element('share', HTMLButtonElement).querySelector('span');
  if (label) label.textContent = hasPicture(done) && canShareFiles() ? 'Share' : 'Copy link';
}

async function sharePicture(drawing: HTMLCanvasElement, result: HTMLCanvasElement): Promise<void> {
  if (!canShareFiles()) {
    return showTold(
      'A link has room for what is drawn, but not for a picture that was brought in. Save the result as PNG and send that.',
      'share',
    );
  }
  const pictures = { 'pix2pix.png': result, 'drawing.png': drawing };
  const files = await Promise.all(
    Object.entries(pictures).map(
      async ([name, picture]) => new File([await pngOf(picture)], name, { type: 'image/png' }),
    ),
  );
  await shareFiles(files);
}

function hasPicture(done: readonly Operation[]): boolean {
  return visible(done).some(({ kind }) => kind === 'image');
}
