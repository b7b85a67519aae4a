import { platform as node } from './node.ts';
import { platform as page } from './page.ts';
import type { Platform } from './platform.ts';

/** The platform that this runs on. Bundlers for pages put `page.ts` in the place of `node.ts`: see `browser` in package.json. */
export const platform: Platform = typeof globalThis.process?.versions?.node === 'string' ? node : page;
