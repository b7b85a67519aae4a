import { expect, test } from '@jest/globals';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { memory, scalar, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { tinyBatchNormRun, tinyRun } from '../testing/tiny-run.ts';
import { train } from '../train.ts';
import { decayAt, moveAverage, startAverage } from './moving-average.ts';

test('an average moves by its formula, in memory of its own', () => {
  const param = tensor1d([1, -2]);
  const before = memory().numTensors;
  const average = startAverage({ w: param });
  for (const decay of [0.5, 0.9]) moveAverage(average, { w: tensor1d([3, 2]) }, scalar(decay));
  // 0.5 (1, -2) + 0.5 (3, 2) = (2, 0); 0.9 (2, 0) + 0.1 (3, 2) = (2.1, 0.2)
  expect([...(average.w as Tensor).dataSync()]).toEqual([2.1, 0.2].map((value) => expect.closeTo(value, 6)));
  expect([...param.dataSync()]).toEqual([1, -2]);
  expect(memory().numTensors).toBe(before + 1 + 4); // of which the four are those of this test
});

test('it forgets the beginning sooner than its decay says', () => {
  expect([0, 8, 90, 1e6].map((updates) => decayAt(0.9, updates))).toEqual([0.1, 0.5, 0.9, 0.9]);
});

test.each([
  ['a U-Net', tinyRun],
  ['a ResNet with running statistics', tinyBatchNormRun],
])('the model of a run is the average of the weights of %s over its steps', async (_, runOf) => {
  const expected: Record<string, number[]> = {};
  let model: Record<string, Tensor> = {};
  for await (const event of train(runOf({ steps: 3, ema: 0.9, saveEvery: 1, sampleEvery: 0 }))) {
    if (event.type !== 'checkpoint') continue;
    const { step, state } = event;
    const decay = Math.min(0.9, step / (9 + step));
    for (const [key, tensor] of Object.entries(state.tensors)) {
      const name = /^generator\.param\.(.+)$/.exec(key)?.[1];
      if (name === undefined) continue;
      const values = [...tensor.dataSync()];
      const before = step === 1 ? await firstValues(runOf, name) : expected[name];
      expected[name] = values.map((value, i) => decay * (before?.[i] as number) + (1 - decay) * value);
    }
    model = event.model.tensors;
    for (const [name, values] of Object.entries(expected))
      for (const [i, value] of [...(model[name] as Tensor).dataSync()].entries())
        if (Math.abs(value - (values[i] as number)) > 1e-6)
          throw new Error(`${name} of step ${step} is another average`);
    expect(parseModelMetadata(event.model.metadata).training.ema).toBe(0.9);
  }
  expect(Object.keys(expected).length).toBeGreaterThan(10);
});

const first = new Map<unknown, Record<string, number[]>>();

/** The weights that a run begins with: those after a step at almost no rate. */
async function firstValues(runOf: typeof tinyRun, name: string): Promise<number[] | undefined> {
  if (!first.has(runOf)) {
    const values: Record<string, number[]> = {};
    for await (const event of train(runOf({ steps: 1, learningRate: 1e-30, sampleEvery: 0 })))
      if (event.type === 'checkpoint')
        for (const [key, tensor] of Object.entries(event.model.tensors)) values[key] = [...tensor.dataSync()];
    first.set(runOf, values);
  }
  return first.get(runOf)?.[name];
}
