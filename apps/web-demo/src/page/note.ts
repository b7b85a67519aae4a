import { shownText } from '../text/shown-text.ts';
import { element } from './element.ts';

/** A note quotes untrusted files and servers, which may say anything. */
const MOST = 400;
/** How long something that went well is told, in milliseconds. */
const DONE = 4000;

/** What a note is about: it goes away when that is over, as told by {@link resolveNote}. */
export type Cause =
  | 'model'
  | 'engine'
  | 'image'
  | 'camera'
  | 'translation'
  | 'address'
  | 'storage'
  | 'share'
  | 'pairs'
  | 'training';

let shown: { cause: Cause | undefined; timer: ReturnType<typeof setTimeout> | undefined } | undefined;

/** Shows one line over the top of the page, in the place of the one before; screen readers read it out. */
export function showNote(note: string, cause?: Cause): void {
  show(note, 'problem');
  shown = { cause, timer: undefined };
}

/** Tells something that is not wrong, but to be known, until it is closed or its cause is over. */
export function showTold(note: string, cause: Cause): void {
  show(note, 'told');
  shown = { cause, timer: undefined };
}

/** Tells for a moment that something went well. */
export function showDone(note: string): void {
  show(note, 'done');
  shown = { cause: undefined, timer: setTimeout(close, DONE) };
}

/** Removes what is shown because of something that is over now. */
export function resolveNote(cause: Cause): void {
  if (shown?.cause === cause) close();
}

/** A function that shows notes of one cause. */
export function notesOf(cause: Cause): (note: string) => void {
  return (note) => showNote(note, cause);
}

function show(note: string, kind: 'problem' | 'told' | 'done'): void {
  clearTimeout(shown?.timer);
  const place = element('note', HTMLParagraphElement);
  const text = place.querySelector('span');
  const button = place.querySelector('button');
  if (!text || !button) return;
  text.textContent = shownText(note, MOST);
  place.dataset.kind = kind;
  place.hidden = false;
  button.onclick = close;
}

function close(): void {
  clearTimeout(shown?.timer);
  shown = undefined;
  element('note', HTMLParagraphElement).hidden = true;
}
