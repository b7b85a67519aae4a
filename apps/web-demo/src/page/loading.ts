import type { FetchProgress } from '@pix2pix-ts/pix2pix';
import type { Preparing } from '../engines/warm-up-engine.ts';
import { showShare } from './bar-over.ts';
import { element } from './element.ts';

const place = () => element('loading', HTMLDivElement);

/** Shows over the result that a model is coming; `undefined` that it is here. */
export function showLoading(name: string | undefined): void {
  showOver(name === undefined ? undefined : 'Loading');
  element('no-model', HTMLDivElement).hidden = true;
  if (name !== undefined) showProgress({ received: 0, total: undefined });
}

/** Shows over the result how far the graphics card is prepared; `undefined` that it no longer is. */
export function showPreparing(preparing: Preparing | undefined): void {
  showOver(preparing && PREPARING);
  if (preparing) showShare(place(), preparing.done / preparing.total, `${preparing.done} of ${preparing.total}`);
}

/** What is said while shaders are compiled. */
export const PREPARING = 'Preparing the graphics card';

function showOver(title: string | undefined): void {
  const over = place();
  over.hidden = title === undefined;
  const strong = over.querySelector('strong');
  if (strong && title !== undefined) strong.textContent = title;
}

/** How much has come. */
export function showProgress({ received, total }: FetchProgress): void {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  if (total) showShare(place(), received / total, `${megabytes(received)} of ${megabytes(total)} MB`);
  else showShare(place(), undefined, received ? `${megabytes(received)} MB` : '');
}

/** Shows that there is no model to draw for. */
export function showNoModel(): void {
  place().hidden = true;
  element('no-model', HTMLDivElement).hidden = false;
}
