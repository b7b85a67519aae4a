import type { FetchProgress } from '@pix2pix-ts/pix2pix';
import { element } from './element.ts';

/** Shows over the result that a model is coming; `undefined` that it is here. */
export function showLoading(name: string | undefined): void {
  element('loading', HTMLDivElement).hidden = name === undefined;
  element('no-model', HTMLDivElement).hidden = true;
  if (name !== undefined) showProgress({ received: 0, total: undefined });
}

/** How much has come. */
export function showProgress({ received, total }: FetchProgress): void {
  const place = element('loading', HTMLDivElement);
  const bar = place.querySelector('progress');
  const text = place.querySelector('span');
  if (!bar || !text) return;
  if (total === undefined) bar.removeAttribute('value');
  else bar.value = received / total;
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  text.textContent = total
    ? `${megabytes(received)} of ${megabytes(total)} MB`
    : received
      ? `${megabytes(received)} MB`
      : '';
}

/** Shows that there is no model to draw for. */
export function showNoModel(): void {
  element('loading', HTMLDivElement).hidden = true;
  element('no-model', HTMLDivElement).hidden = false;
}
