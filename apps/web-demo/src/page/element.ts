/**
 * The element of the page with this id.
 *
 * @throws where the page has none of this kind: its HTML and its script do not match
 */
export function element<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`Expected a ${kind.name} with the id ${id} in the page, got ${found}.`);
}

/** Calls back when a button is clicked, and shows what went wrong as a note. */
export function onClick(id: string, action: () => unknown, onNote: (note: string) => void): void {
  element(id, HTMLButtonElement).addEventListener('click', async () => {
    try {
      await action();
    } catch (error) {
      onNote((error as Error).message);
    }
  });
}
