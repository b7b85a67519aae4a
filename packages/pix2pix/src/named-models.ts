import { nearestName } from '@pix2pix-ts/common';
import { ModelError } from './model-error.ts';

/**
 * The models that `loadTranslator` knows by name, each in a package of its own, which tells where its file is. Written out,
 * so that bundlers find them; a new one is a line here, and an optional peer in the manifest.
 */
const MODELS = {
  colour: () => import('@pix2pix-ts/model-colour'),
  '3d': () => import('@pix2pix-ts/model-3d'),
  planet: () => import('@pix2pix-ts/model-planet'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly modelUrl: URL }>>>;

/** The name of a model that comes in a package: `@pix2pix-ts/model-NAME`. */
export type ModelName = keyof typeof MODELS;

/** Whether a word names a model. */
export function isModelName(word: unknown): word is ModelName {
  return typeof word === 'string' && Object.hasOwn(MODELS, word);
}

/** A question for who may have mistyped a model's name, or nothing. */
export function didYouMean(word: string): string {
  const near = isModelName(word) ? undefined : nearestName(word, Object.keys(MODELS));
  return near === undefined ? '' : ` Did you mean '${near}'?`;
}

/**
 * The address of a model's file.
 *
 * @throws ModelError where its package is not installed
 */
export async function addressOfModel(name: ModelName): Promise<URL> {
  try {
    return (await MODELS[name]()).modelUrl;
  } catch (error) {
    throw new ModelError(
      `Expected the package @pix2pix-ts/model-${name}, which holds the model '${name}', got none. Install it: npm install @pix2pix-ts/model-${name}`,
      { cause: error },
    );
  }
}
