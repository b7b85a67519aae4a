import { posix } from 'node:path';

/** What the beginning of a licence's text says. */
const LICENCES = {
  MIT: /^MIT License\b/m,
  'CC-BY-SA-4.0': /\bAttribution-ShareAlike 4\.0\b/,
};

/**
 * What is wrong with a package's files, one line each: tests among them, a script without a source map that holds its
 * sources, a licence that is not the one that its manifest names.
 *
 * @param {ReadonlyMap<string, Buffer>} files by their paths within the package
 */
export function tarballFaults(files) {
  const names = [...files.keys()];
  const tests = names.filter((name) => /(^|\/)(testing|tests?|fixtures)\/|\.test\.|\.ts(?<!\.d\.ts)$/.test(name));
  const scripts = names.filter((name) => name.startsWith('dist/') && name.endsWith('.js'));
  return [
    ...tests.map((name) => `${name} is a test or a source`),
    ...scripts.flatMap((name) => sourceMapFaults(name, files)),
    ...licenceFaults(files),
  ];
}

function sourceMapFaults(name, files) {
  const script = String(files.get(name));
  // What hands on the names of others has nothing to step through, and the compiler's own help no source.
  const handsOn = script.split('\n').every((line) => line.trim() === '' || /^(import|export)\b.*;$/.test(line));
  if (handsOn || name.includes('/_virtual/')) return [];
  const [, address] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(script) ?? [];
  if (address === undefined) return [`${name} names no source map`];
  const map = files.get(posix.join(posix.dirname(name), address));
  if (map === undefined) return [`${name} names a source map that is not there: ${address}`];
  const { sources = [], sourcesContent = [] } = JSON.parse(String(map));
  const missing = sources.filter((_, index) => typeof sourcesContent[index] !== 'string');
  return missing.map((source) => `${name}: its source map does not hold ${source}`);
}

function licenceFaults(files) {
  const { license } = JSON.parse(String(files.get('package.json')));
  const text = String(files.get('LICENSE') ?? '');
  return LICENCES[license]?.test(text) ? [] : [`LICENSE is not the text of ${license}`];
}
