import { loadTranslator } from '@pix2pix-ts/pix2pix';
import { getBackend } from '@tensorflow/tfjs-core';
import { picture } from '../cases/picture.ts';
import type { Answering } from './questions.ts';

/** Translates the picture on the engine that is asked for. */
const answer: Answering<'translate'>['answer'] = async ({ engine, model }) => {
  const translator = await loadTranslator(model, { engine: { backend: engine } });
  const { data } = await translator.translate(picture());
  translator.dispose();
  return { backend: getBackend(), data: Array.from(data) };
};

Object.assign(globalThis, { answer });
