import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';

const ownRequire = createRequire(import.meta.url);

/** What tfjs-node needs of all of TensorFlow.js is in this part of it, an eighth of the size. */
const PARTS: Record<string, string> = { '@tensorflow/tfjs': '@tensorflow/tfjs-core' };

/**
 * A function like `require` for the modules of a folder outside any project, such as a cache: packages that
 * they ask for by name are those that this package depends on. It needs no hook, so it works under every module loader
 * and in jest. A module is evaluated once.
 */
export function requireOutside(folder: string): (file: string) => unknown {
  const modules = new Map<string, { exports: unknown }>();

  function load(file: string): unknown {
    const known = modules.get(file);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(file, module);
    const source = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) module.exports = JSON.parse(source);
    else {
      const names = ['exports', 'require', 'module', '__filename', '__dirname'];
      const body = compileFunction(source, names, { filename: file });
      body.call(module.exports, module.exports, requireFrom(dirname(file)), module, file, dirname(file));
    }
    return module.exports;
  }

  const requireFrom = (from: string) => (request: string) =>
    /^\.{1,2}\//.test(request) ? load(fileOf(resolve(from, request))) : ownRequire(PARTS[request] ?? request);

  return (file) => load(fileOf(join(folder, file)));
}

/** As Node completes a path: the file itself, with `.js`, or a folder's index. */
function fileOf(path: string): string {
  const candidates = [path, `${path}.js`, join(path, 'index.js')];
  const found = candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  if (found === undefined) throw new Error(`Expected a module at ${path}, got none. Install the native engine again.`);
  return found;
}
