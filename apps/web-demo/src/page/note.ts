import { shownText } from '../text/shown-text.ts';
import { element } from './element.ts';

/** A note quotes untrusted files and servers, which may say anything. */
const MOST = 400;

/** Shows one line at the top of the page, in the place of the one before; screen readers read it out. */
export function showNote(note: string): void {
  const place = element('note', HTMLParagraphElement);
  const text = place.querySelector('span');
  const close = place.querySelector('button');
  if (!text || !close) return;
  text.textContent = shownText(note, MOST);
  place.hidden = false;
  close.onclick = () => {
    place.hidden = true;
  };
}

/** Removes a line if it is still shown. */
export function hideNote(note: string): void {
  const place = element('note', HTMLParagraphElement);
  if (place.querySelector('span')?.textContent === shownText(note, MOST)) place.hidden = true;
}
