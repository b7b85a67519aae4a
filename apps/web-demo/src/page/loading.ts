import type { FetchProgress } from '@pix2pix-ts/pix2pix';
import type { Preparing } from '../engines/warm-up-engine.ts';
import { element } from './element.ts';

/** Shows over the result that a model is coming; `undefined` that it is here. */
export function showLoading(name: string | undefined): void {
  showOver(name === undefined ? undefined : 'Loading');
  element('no-model', HTMLDivElement).hidden = true;
  if (name !== undefined) showProgress({ received: 0, total: undefined });
}

/** Shows over the result how far the graphics card is prepared; `undefined` that it no longer is. */
export function showPreparing(preparing: Preparing | undefined): void {
  showOver(preparing && PREPARING);
  if (preparing) showShare(preparing.done / preparing.total, `${preparing.done} of ${preparing.total}`);
}

/** What is said while shaders are compiled. */
export const PREPARING = 'Preparing the graphics card';

function showOver(title: string | undefined): void {
  const place = element('loading', HTMLDivElement);
  place.hidden = title === undefined;
  const strong = place.querySelector('strong');
  if (strong && title !== undefined) strong.textContent = title;
}

/** How much has come. */
export function showProgress({ received, total }: FetchProgress): void {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  if (total) showShare(received / total, `${megabytes(received)} of ${megabytes(total)} MB`);
  else showShare(undefined, received ? `${megabytes(received)} MB` : '');
}

function showShare(share: number | undefined, words: string): void {
  const place = element('loading', HTMLDivElement);
  const bar = place.querySelector('progress');
  const text = place.querySelector('span');
  if (!bar || !text) return;
  if (share === undefined) bar.removeAttribute('value');
  else bar.value = share;
  text.textContent = words;
}

/** Shows that there is no model to draw for. */
export function showNoModel(): void {
  element('loading', HTMLDivElement).hidden = true;
  element('no-model', HTMLDivElement).hidden = false;
}
