import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// tfjs-core publishes its tests as ES modules that Node refuses: a package without "type": "module", imports without
// extensions, and names imported from a CommonJS module in which Node finds none.

/** The published files of tfjs-core that are ES modules; its bundles are not. */
const esModule = /@tensorflow\/tfjs-core\/dist\/(?!tf-core\.|miniprogram).*\.js$/;
const seedrandom = 'const s = require("seedrandom"); export const alea = s.alea; export default s;';

let coreFolder;

/** Called by Node with what `register` was given: the address of the folder of tfjs-core, with its last slash. */
export function initialize({ core }) {
  coreFolder = core;
}

/** Sends imports of tfjs-core to its single modules, which the tests import too, and completes paths among them. */
export async function resolve(specifier, context, nextResolve) {
  if (specifier === 'seedrandom')
    return { url: `data:text/javascript,${encodeURIComponent(seedrandom)}`, shortCircuit: true };
  const url = moduleAddress(specifier, context.parentURL ?? '');
  const file = url && [url, `${url}.js`, `${url.replace(/\/$/, '')}/index.js`].find(isFile);
  return file ? { url: file, format: 'module', shortCircuit: true } : nextResolve(specifier, context);
}

/** Loads those files as the ES modules they are. */
export async function load(url, context, nextLoad) {
  if (!esModule.test(url)) return nextLoad(url, context);
  return { format: 'module', source: readFileSync(fileURLToPath(url)), shortCircuit: true };
}

function moduleAddress(specifier, parent) {
  if (specifier === '@tensorflow/tfjs-core') return `${coreFolder}dist/index.js`;
  const isRelative = /^\.\.?(\/|$)/.test(specifier);
  return isRelative && esModule.test(parent) ? new URL(specifier, parent).href : undefined;
}

function isFile(url) {
  const path = fileURLToPath(url);
  return existsSync(path) && statSync(path).isFile();
}
