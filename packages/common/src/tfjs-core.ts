import { Environment, env, version_core } from '@tensorflow/tfjs-core';

/** The oldest and the newest version of tfjs-core that `peerDependencies` name. */
export type CoreRange = readonly [oldest: string, newest: string];

/** A copy of tfjs-core that is loaded later puts its own in its place. */
const { platform, platformName } = env();

/** Shared by all packages of ours in one realm, so that one line is said once. */
const SAID = Symbol.for('@pix2pix-ts/one-tfjs-core');
const place = globalThis as { [SAID]?: boolean };

/**
 * Why the TensorFlow.js that this package was given cannot be used, in one line, or `undefined` where it can. Of a second
 * copy next to it, which works as far as both are of versions that fit, the console is told once.
 */
export function unfitCore([oldest, newest]: CoreRange): string | undefined {
  if (compare(version_core, oldest) < 0 || compare(version_core, newest) > 0) {
    const range = oldest === newest ? oldest : `${oldest} to ${newest}`;
    return `Expected @tensorflow/tfjs-core ${range}, got ${version_core}. Install @tensorflow/tfjs-core@${newest}.`;
  }
  if (isBesideAnother() && !place[SAID]) {
    place[SAID] = true;
    console.warn(
      `Expected one copy of @tensorflow/tfjs-core, got another one next to ${version_core}. Run npm ls @tensorflow/tfjs-core to see them, and make all of them ${version_core}.`,
    );
  }
  return undefined;
}

/** All copies share the engine and its settings, made by whichever came first; the last one sets the platform. */
function isBesideAnother(): boolean {
  const now = env();
  return !(now instanceof Environment) || (now.platformName === platformName && now.platform !== platform);
}

/** Of two versions; of a pre-release the version that it leads to counts. */
function compare(one: string, other: string): number {
  const [ours, theirs] = [one, other].map((version) => version.split(/[.-]/, 3).map(Number)) as [number[], number[]];
  const index = ours.findIndex((part, place) => part !== theirs[place]);
  return index < 0 ? 0 : (ours[index] ?? 0) - (theirs[index] ?? 0);
}
