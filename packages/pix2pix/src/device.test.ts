import { describe, expect, test } from '@jest/globals';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { getBackend, memory } from '@tensorflow/tfjs-core';
import { type LoadTranslatorOptions, loadTranslator } from './index.ts';
import { loadTranslator as loadInNode } from './node/index.ts';

describe('a translator says what it runs on, and why', () => {
  const deviceWith = async (options: LoadTranslatorOptions) => {
    const translator = await loadTranslator(await smallModelFile(), options);
    translator.dispose();
    return translator.device;
  };

  test('where the application has an engine, it is that one, also if it says nothing about it', async () => {
    const name = getBackend();
    expect(await deviceWith({})).toEqual({
      name,
      description: name,
      why: "TensorFlow.js's engine when the model was loaded",
    });
    expect((await deviceWith({ engine: async () => 'nothing' })).name).toBe(name);
  });

  test('where the application picks it, it says what that was passed over for', async () => {
    const picked = {
      name: 'wasm',
      backend: 'another',
      threads: 3,
      description: 'wasm, 3 threads',
      passedOver: [{ name: 'webgl', reason: 'emulated in software here' }],
    };
    expect(await deviceWith({ engine: async () => picked })).toEqual({
      name: 'wasm',
      description: 'wasm, 3 threads',
      why: 'picked by the application; webgl is emulated in software here',
    });
  });

  test('a device is not asked for in two ways, nor one that is no engine', async () => {
    await expect(deviceWith({ device: 'cpu', engine: { backend: 'cpu' } })).rejects.toThrow(
      'Expected device or engine, got both. Name the device, or give the engine with its options.',
    );
    await expect(deviceWith({ device: 'wsam' as 'wasm' })).rejects.toThrow(
      "Expected an engine (native, webgpu, webgl, wasm, cpu) or auto, got 'wsam'. Did you mean 'wasm'?",
    );
  });
});

describe('a model by its name', () => {
  test('is the one of its package', async () => {
    for (const [name, size] of [
      ['colour', 128],
      ['planet', 256],
    ] as const) {
      const translator = await loadInNode(name);
      expect(translator.imageSize).toBe(size);
      translator.dispose();
    }
    // A page has an address to fetch it from.
    await expect(loadTranslator('3d')).rejects.toThrow(
      /^Expected the model '3d' on a server, got file:\S+\. In Node, use loadTranslator of @pix2pix-ts\/pix2pix\/node;/,
    );
  });

  test('that is mistyped is answered with the nearest one', async () => {
    await expect(loadInNode('color')).rejects.toThrow(
      "Could not read color: there is no such file. Check the path. Did you mean 'colour'?",
    );
    await expect(loadTranslator('colours')).rejects.toThrow(/^Could not fetch colours: .* Did you mean 'colour'\?$/);
  });
});

test('a load that was aborted ends with the reason, whatever is loaded, and leaves nothing behind', async () => {
  const bytes = await smallModelFile(smallMetadata({ generator: SMALL }));
  const before = memory().numTensors;
  const reason = new Error('enough');
  for (const load of [loadTranslator, loadInNode]) {
    await expect(load(bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const engine = async () => controller.abort(reason);
    await expect(load(bytes, { signal: controller.signal, engine })).rejects.toBe(reason);
  }
  await expect(loadInNode('colour', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(loadInNode('colour', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
    message: 'Expected the model to be loaded, got its signal aborted. Load it again when it is wanted.',
  });
  expect(memory().numTensors).toBe(before);
});
