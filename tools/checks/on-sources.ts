import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** How Node runs TypeScript on the packages' sources. */
export const onSources = [
  '--conditions',
  '@pix2pix-ts/source',
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
];
