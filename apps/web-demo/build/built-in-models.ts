import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** The page starts with this one, if it is there. */
const FIRST = 'colour';

const PACKAGES = path.resolve(import.meta.dirname, '../../../packages');

/** The models that come with the page: every package `model-*` of a folder that holds a `model.safetensors`. */
export function builtInModels(packages = PACKAGES): Plugin {
  const models = readdirSync(packages)
    .filter((name) => name.startsWith('model-'))
    .map((name) => ({ id: name.slice('model-'.length), file: path.join(packages, name, 'model.safetensors') }))
    .filter(({ file }) => existsSync(file))
    .map(({ id, file }) => ({ id, title: titleOf(file) ?? id, file }))
    .sort((left, right) => Number(right.id === FIRST) - Number(left.id === FIRST));
  return {
    name: 'built-in-models',
    config: () => ({ define: { __BUILT_IN_MODELS__: JSON.stringify(models.map(({ id, title }) => ({ id, title }))) } }),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const model = models.find(({ id }) => request.url?.split('?')[0]?.endsWith(`/models/${id}.safetensors`));
        if (model) response.end(readFileSync(model.file));
        else next();
      });
    },
    generateBundle() {
      for (const { id, file } of models)
        this.emitFile({ type: 'asset', fileName: `models/${id}.safetensors`, source: readFileSync(file) });
    },
  };
}

/** What the model's file says it is called on the page. */
function titleOf(file: string): string | undefined {
  // By hand, because Vite reads its configuration without the packages' sources.
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString('utf8'));
  return JSON.parse(header.__metadata__?.training ?? '{}').page?.title;
}
