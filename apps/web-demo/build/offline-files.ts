import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Writes the service worker, `offline.js`, with the list of all files of the build except the models, and a name for it
 * that changes with them: once it is installed the page needs no network, whichever engine is chosen.
 */
export function offlineFiles(): Plugin {
  return {
    name: 'offline-files',
    apply: 'build',
    generateBundle(_, bundle) {
      const source = readFileSync(new URL('offline.js', import.meta.url), 'utf8');
      // A model is kept when it is chosen: see `fetchModel`.
      const names = ['./', ...Object.keys(bundle).filter((name) => !/^index\.html$|^models\//.test(name))];
      // Examples for models other than the first are kept when they are first shown.
      const later = names.filter((name) => /^assets\/flat-/.test(name));
      const now = names.filter((name) => !later.includes(name));
      const hash = createHash('sha256').update(source);
      for (const file of Object.values(bundle)) hash.update(file.type === 'chunk' ? file.code : file.source);
      const list = `const VERSION = '${hash.digest('hex').slice(0, 16)}';\nconst FILES = ${JSON.stringify(now)};\nconst LATER = ${JSON.stringify(later)};\n`;
      this.emitFile({ type: 'asset', fileName: 'offline.js', source: list + source });
    },
  };
}
