import { join } from 'node:path';
import { cacheFolder } from '@pix2pix-ts/common/node';

/** Where the native engines are kept, in the cache of all packages. The number changes when the layout does. */
export function nativeFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  return join(cacheFolder(environment, platform), 'native', 'v1');
}
