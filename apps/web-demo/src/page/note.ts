import { element } from './element.ts';

/** Shows one line at the top of the page, in the place of the one before; screen readers read it out. */
export function showNote(note: string): void {
  const place = element('note', HTMLParagraphElement);
  const text = place.querySelector('span');
  const close = place.querySelector('button');
  if (!text || !close) return;
  text.textContent = note;
  place.hidden = false;
  close.onclick = hideNote;
}

/** Takes the line away. */
export function hideNote(): void {
  element('note', HTMLParagraphElement).hidden = true;
}
