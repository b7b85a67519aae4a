import { type GalleryItem, picturesOf } from '../gallery/gallery.ts';
import { element } from './element.ts';

/** Shows results of the models that there are; `onOpen` is called for the one that is clicked. */
export async function showGallery(items: readonly GalleryItem[], onOpen: (item: GalleryItem) => void): Promise<void> {
  if (items.length === 0) return;
  const buttons = await Promise.all(items.map((item) => buttonOf(item, () => onOpen(item))));
  element('gallery-items', HTMLDivElement).replaceChildren(...buttons);
  element('gallery', HTMLElement).hidden = false;
}

async function buttonOf(item: GalleryItem, onOpen: () => void): Promise<HTMLButtonElement> {
  const { result, drawing } = await picturesOf(item);
  const button = document.createElement('button');
  button.type = 'button';
  button.title = `Open this drawing with the model ${item.model}`;
  button.setAttribute('aria-label', `${item.title}, made by ${item.model}: open its drawing`);
  button.append(result, drawing);
  button.addEventListener('click', onOpen);
  return button;
}
