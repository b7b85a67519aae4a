import { describe, expect, test } from '@jest/globals';
import { presets } from '@pix2pix-ts/trainer';
import { describeSpeeds, engineOrder } from './engine-order.ts';
import { sizeClass } from './work.ts';

const all = { engines: { native: 'TensorFlow', webgpu: 'a card', wasm: '1' }, against: {} };

describe('the order in which auto tries the engines', () => {
  test('is by their figures, the fastest first', () => {
    expect(engineOrder(all, { native: 34, webgpu: 12, wasm: 46 }).order).toEqual(['webgpu', 'native', 'wasm', 'cpu']);
    expect(engineOrder(all, { native: 1600, webgpu: 2900, wasm: 1590 }).order[0]).toBe('wasm');
  });

  test('is the usual one without figures, and no graphics card is taken unmeasured', () => {
    expect(engineOrder(all, undefined).order).toEqual(['native', 'wasm', 'cpu']);
    expect(engineOrder({ engines: { wasm: '1' }, against: {} }, undefined).order).toEqual(['native', 'wasm', 'cpu']);
  });

  test('passes over what failed in the measurement, and says why', () => {
    const { order, whyNot } = engineOrder(all, { native: 34, webgpu: 'not working (x)', wasm: 46 });
    expect(order).toEqual(['webgpu', 'native', 'wasm', 'cpu']);
    expect(order.map(whyNot)).toEqual(['not working (x)', undefined, undefined, undefined]);
  });

  test('passes over a GPU that the processor plays, and says so', () => {
    const played = 'played by the processor: SwiftShader';
    const { order, whyNot } = engineOrder({ engines: { wasm: '1' }, against: { webgpu: played } }, undefined);
    expect(order).toEqual(['native', 'webgpu', 'wasm', 'cpu']);
    expect(whyNot('webgpu')).toBe(played);
  });
});

test('figures are told with the fastest first, without what failed', () => {
  expect(describeSpeeds({ native: 34.4, webgpu: 8.26, wasm: 12_345 })).toBe('webgpu 8.3 ms, native 34 ms, wasm 12.3 s');
  expect(describeSpeeds({ webgpu: 'not working (x)', wasm: 46 })).toBe('wasm 46 ms');
});

test('work is of one class up to about its double, and four times as much is of the next', () => {
  const { generator } = presets.fast.config;
  expect(sizeClass(generator, 4)).toBe(sizeClass(generator, 1) + 1);
  expect(sizeClass(presets['pytorch-gan'].config.generator)).toBeGreaterThan(sizeClass(generator, 4));
});
