import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { getBackend, memory, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import type { FetchOptions } from './fetch-bytes.ts';
import { type FetchProgress, loadTranslator, ModelError } from './index.ts';
import { sampleImage } from './testing/sample-image.ts';

/** The error that a source leads to; it is one line, and no tensor is left. */
async function refusal(source: string | URL | Uint8Array | ArrayBuffer): Promise<string> {
  const before = memory().numTensors;
  const error = await loadTranslator(source).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  expect(error.message).not.toContain('\n');
  expect(memory().numTensors).toBe(before);
  return error.message;
}

async function changed(change: (tensors: Record<string, Tensor>) => void) {
  return smallModelFile(smallMetadata(), { change });
}

describe('a model file', () => {
  test('says what it holds, and its memory is freed by dispose', async () => {
    const before = memory().numTensors;
    const backend = getBackend();
    const bytes = await smallModelFile();
    const translator = await loadTranslator(bytes.buffer);
    expect(translator.metadata).toEqual(smallMetadata());
    expect(translator.imageSize).toBe(32);
    expect(getBackend()).toBe(backend);
    translator.dispose();
    translator.dispose();
    expect(memory().numTensors).toBe(before);
    await expect(translator.translate(sampleImage(4, 4))).rejects.toThrow('after dispose(). Load it again.');
  });

  test('is rehearsed without a trace', async () => {
    const translator = await loadTranslator(await smallModelFile());
    const before = memory().numTensors;
    translator.rehearse();
    expect(memory().numTensors).toBe(before);
    translator.dispose();
    expect(() => translator.rehearse()).toThrow('after dispose(). Load it again.');
  });

  test('that is empty or truncated is refused', async () => {
    const bytes = await smallModelFile();
    expect(await refusal(new Uint8Array())).toMatch(/^Could not load the model: .*at least 8 bytes, got 0/);
    expect(await refusal(bytes.subarray(0, 500))).toMatch(/cut short/);
    expect(await refusal(bytes.subarray(0, -1))).toMatch(/^Could not load the model: /);
  });

  test('of another kind is refused', async () => {
    expect(await refusal(await smallModelFile(smallMetadata(), { fields: { format: 'other/1' } }))).toContain('format');
    const gray = smallMetadata({ generator: { ...SMALL, inChannels: 1 } });
    expect(await refusal(await smallModelFile(gray, { weightsOf: SMALL }))).toContain(
      "Expected a tensor 'down1.weight' of shape [4,4,1,4], got [4,4,3,4].",
    );
    const deeper = smallMetadata({ generator: { ...SMALL, imageSize: 64 } });
    expect(await refusal(await smallModelFile(deeper, { weightsOf: SMALL }))).toContain(
      'Is it of another architecture?',
    );
  });

  test('whose tensors are missing, left over, or of another shape or type is refused', async () => {
    const missing = await changed((tensors) => {
      tensors['up2.weight']?.dispose();
      delete tensors['up2.weight'];
    });
    expect(await refusal(missing)).toContain("Expected a tensor 'up2.weight' of shape [4,4,16,64], got none");
    const leftOver = await changed((tensors) => {
      tensors.extra = zeros([2]);
    });
    expect(await refusal(leftOver)).toContain("Expected no tensor 'extra', got one");
    const otherShape = await changed((tensors) => {
      tensors['final.bias']?.dispose();
      tensors['final.bias'] = zeros([4]);
    });
    expect(await refusal(otherShape)).toContain("Expected a tensor 'final.bias' of shape [3], got [4]");
    const otherType = await changed((tensors) => {
      tensors['final.bias']?.dispose();
      tensors['final.bias'] = tensor([1, 2, 3], [3], 'int32');
    });
    expect(await refusal(otherType)).toContain("Expected 'final.bias' as one of F32, F16, BF16, got I32");
  });
});

describe('a model at an address', () => {
  let server: Server | undefined;

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.safetensors`;
  }

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  test('is fetched, and reports how much has come', async () => {
    const bytes = await smallModelFile();
    const url = await serve((_, response) => {
      response.setHeader('content-length', bytes.length);
      response.end(bytes);
    });
    const progress: FetchProgress[] = [];
    const translator = await loadTranslator(new URL(url), { onProgress: (now) => progress.push(now) });
    expect(translator.imageSize).toBe(32);
    expect(progress.at(-1)).toEqual({ received: bytes.length, total: bytes.length });
    translator.dispose();
  });

  test('that is not there is refused', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 404;
      response.end('nothing here');
    });
    expect(await refusal(url)).toBe(
      `Could not fetch ${url}: HTTP 404 Not Found. Check the address and the connection.`,
    );
    expect(await refusal('http://127.0.0.1:1/model')).toMatch(/^Could not fetch http:\/\/127.0.0.1:1\/model: .*Check/);
    expect(await refusal('no address')).toMatch(/^Could not fetch no address: .*Check/);
  });

  test('whose connection breaks is refused, whatever length was announced', async () => {
    const bytes = await smallModelFile();
    const url = await serve((_, response) => {
      response.setHeader('content-length', 1e15);
      response.write(bytes.subarray(0, 1000), () => response.destroy());
    });
    expect(await refusal(url)).toMatch(/^Could not fetch .*Check the address and the connection.$/);
  });

  test('can be given up', async () => {
    const url = await serve((_, response) => response.write('x'));
    const controller = new AbortController();
    const loading = loadTranslator(url, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(loading).rejects.toThrow('enough');
  });

  // Only what is told by a clock has a short limit: a busy machine may take as long for the others.
  test.each<[string, RequestListener, string, FetchOptions?]>([
    ['that never answers', () => {}, 'no data came for 0.5 seconds', { silenceSeconds: 0.5 }],
    [
      'that stops in the middle',
      (_, response) => response.write('x'),
      'no data came for 0.5 seconds',
      { silenceSeconds: 0.5 },
    ],
    [
      'that comes drop by drop',
      (_, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
      'it took more than 2 seconds',
      { totalSeconds: 2 },
    ],
    [
      'that never ends',
      (_, response) => {
        const more = () => {
          while (response.write('x'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      },
      'expected at most 1000000 bytes, got ',
    ],
    [
      'that announces too much',
      (_, response) => response.writeHead(200, { 'content-length': 1e12 }).flushHeaders(),
      'expected at most 1000000 bytes, got 1000000000000 or more',
    ],
    [
      'whose redirects never end',
      (_, response) => response.writeHead(302, { location: '/model.safetensors' }).end(),
      'redirect count exceeded',
    ],
  ])('%s is given up', async (_, answer, reason, limits = {}) => {
    const url = await serve(answer);
    const loading = loadTranslator(url, { maxBytes: 1e6, ...limits });
    await expect(loading).rejects.toThrow(`Could not fetch ${url}: ${reason}`);
    await expect(loading).rejects.toBeInstanceOf(ModelError);
  });

  test('whose pieces are refused ends at once, with the message of the refusal', async () => {
    const url = await serve((_, response) => void response.write('x'.repeat(1000)));
    const refusal = new RangeError('enough');
    const onPiece = (piece: Uint8Array) => {
      expect(piece[0]).toBe(120);
      throw refusal;
    };
    await expect(loadTranslator(url, { onPiece })).rejects.toBe(refusal);
  });

  test('that was already given up is not asked for', async () => {
    let asked = 0;
    const url = await serve(() => asked++);
    const loading = loadTranslator(url, { signal: AbortSignal.abort(new Error('enough')) });
    await expect(loading).rejects.toThrow('enough');
    expect(asked).toBe(0);
  });
});
