import { env, pipeline, RawImage } from '@huggingface/transformers';
import type { Answering } from './questions.ts';

/** Translates pictures with the pipeline `image-to-image`, as a page does that has the model among its own files. */
const answer: Answering<'transformers'>['answer'] = async ({ models, name, runtime, pictures }) => {
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: models,
    useBrowserCache: false,
  });
  Object.assign(env.backends.onnx.wasm as object, { wasmPaths: new URL(runtime, location.href).href, numThreads: 1 });
  const translate = await pipeline('image-to-image', name);
  const made: RawImage[] = [];
  for (const { data, width, height } of pictures) {
    const result = await translate(new RawImage(Uint8ClampedArray.from(data), width, height, 3));
    made.push([result].flat()[0] as RawImage);
  }
  const hosts = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host);
  return {
    pictures: made.map(({ data, width, height, channels }) => ({ data: [...data], width, height, channels })),
    hosts: [...new Set(hosts)],
  };
};

Object.assign(globalThis, { answer });
