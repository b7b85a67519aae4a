import { cacheFolder } from '../cache/cache-folder.ts';
import { currentInstallation, listInstallations } from '../cache/installation.ts';
import { describeInstallation } from './run-install.ts';

/** Prints what is installed, and which one is taken; returns the exit status, 1 where none is. */
export function runStatus(json: boolean): number {
  const cache = cacheFolder();
  const [current, all] = [currentInstallation(cache), listInstallations(cache)];
  const taken = typeof current === 'string' ? null : current;
  if (json) console.log(JSON.stringify({ cache, current: taken, installations: all }, null, 2));
  else {
    console.log(taken ? describeInstallation(taken) : `There is no native engine: it is ${current}.`);
    const others = all.filter(({ name }) => name !== taken?.name).map(({ name }) => name);
    if (others.length > 0) console.log(`Beside it: ${others.join(', ')}`);
  }
  return taken ? 0 : 1;
}
