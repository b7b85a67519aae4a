import { existsSync } from 'node:fs';

/** The system that TensorFlow's libraries are for, as Node names it. */
export const PLATFORM = 'linux-x64';

/** This system's name where there is no TensorFlow for it; `undefined` where there is. */
export function otherPlatform(
  system: string = `${process.platform}-${process.arch}`,
  isAlpine: boolean = existsSync('/etc/alpine-release'),
): string | undefined {
  if (system !== PLATFORM) return system;
  return isAlpine ? 'Alpine Linux with musl' : undefined;
}
