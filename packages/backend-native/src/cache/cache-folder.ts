import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the native engines are kept: in PIX2PIX_CACHE, or the place that the system has for what can be fetched again
 * (XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, LOCALAPPDATA). The number changes when the layout does.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const base = environment.PIX2PIX_CACHE || join(cachesOf(environment, platform), 'pix2pix-ts');
  return join(base, 'native', 'v1');
}

function cachesOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  // The XDG specification says that a relative path there must be ignored.
  const xdg = environment.XDG_CACHE_HOME;
  return xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
}
