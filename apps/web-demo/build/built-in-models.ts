import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const PACKAGES = path.resolve(import.meta.dirname, '../../../packages');

/** The models that come with the page: every package `model-*` that holds a `model.safetensors`. */
export function builtInModels(): Plugin {
  const models = readdirSync(PACKAGES)
    .filter((name) => name.startsWith('model-') && existsSync(fileOf(name)))
    .map((name) => ({ id: name.slice('model-'.length), title: titleOf(name), file: fileOf(name) }));
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

function fileOf(name: string): string {
  return path.join(PACKAGES, name, 'model.safetensors');
}

/** What the model's file says it is called on the page. */
function titleOf(name: string): string {
  const file = readFileSync(fileOf(name));
  const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString('utf8'));
  const training = JSON.parse(header.__metadata__?.training ?? '{}');
  return training.page?.title ?? name.slice('model-'.length);
}
