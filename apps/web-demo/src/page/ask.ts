import { element } from './element.ts';

/**
 * Asks before something is done that cannot be undone.
 *
 * @param yes what the button says that does it; the other one, and Escape, leave everything as it is
 * @returns whether it may be done
 */
export function ask(question: string, yes: string): Promise<boolean> {
  const dialog = element('question', HTMLDialogElement);
  element('question-text', HTMLParagraphElement).textContent = question;
  const button = dialog.querySelector<HTMLButtonElement>('button[value=yes]');
  if (button) button.textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
