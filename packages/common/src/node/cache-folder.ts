import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where all that is fetched and can be fetched again is kept: PIX2PIX_CACHE, or `pix2pix-ts` in the place that the system has
 * for it (XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, LOCALAPPDATA).
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (environment.PIX2PIX_CACHE) return environment.PIX2PIX_CACHE;
  return join(cachesOf(environment, platform), 'pix2pix-ts');
}

function cachesOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  // The XDG specification says that a relative path there must be ignored.
  const xdg = environment.XDG_CACHE_HOME;
  return xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
}
