import { test } from '@jest/globals';

const place = `${process.platform} ${process.arch}`;

/** Whether there is a browser for this system, from npm or of the user's. */
export const hasBrowser = place === 'linux x64' || process.env.PIX2PIX_CHROMIUM !== undefined;

/** Says in one line why nothing is tested here. */
export function unavailable(name: string): void {
  test.todo(`${name}: npm has a Chromium for linux x64 alone, this is ${place}; PIX2PIX_CHROMIUM may name another one`);
}
