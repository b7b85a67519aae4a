import type { BuiltInModel } from '../models/built-in.ts';
import { element } from './element.ts';

/** Where the models' cards are. */
const PACKAGES = 'https://github.com/pix2pix-ts/pix2pix-ts/tree/main/packages';

/** Links to the cards of the models that come with the page: what they were trained on, and how good they are. */
export function showCards(models: readonly BuiltInModel[]): void {
  const place = element('cards', HTMLSpanElement);
  place.hidden = models.length === 0;
  for (const [at, { id, title }] of models.entries()) {
    const link = document.createElement('a');
    link.href = `${PACKAGES}/model-${id}#readme`;
    link.textContent = title;
    place.append(at === 0 ? '' : ', ', link);
  }
  place.append('.');
}
