import type { ModelMetadata } from '@pix2pix-ts/models';

/** A line about a model: its size, how long it was trained, on what, under which licence. */
export function aboutModel({ generator, training, licence }: ModelMetadata): string {
  const { imageSize } = generator;
  const { data, steps } = training;
  const parts = [
    `${imageSize}×${imageSize} px`,
    typeof steps === 'number' && steps > 0 ? `${steps.toLocaleString('en')} steps` : '',
    typeof data === 'string' ? `on ${data}` : '',
    licence === '' ? '' : licence,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
