import { expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { backend, engine, matMul, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';
import { rowsOfGroups } from '../wgsl/rows-of-groups.ts';
import { convolutionProduct } from './convolution-product.ts';
import { matrixProduct } from './matrix-product.ts';
import { planProduct } from './plan-product.ts';
import type { Product } from './product.ts';
import { runProduct } from './run-product.ts';

/** A convolution of 4x4 with stride 2, as in the networks, and its gradients. */
const products = (batch: number, size: number, inChannels: number, outChannels: number): Product[] => {
  const filter = [4, 4, inChannels, outChannels];
  const info = convolutionInfo([batch, size, size, inChannels], filter, { strides: 2, pad: 'same' });
  return (['forward', 'inputGradient', 'filterGradient'] as const).map((kind) => convolutionProduct(kind, info));
};

const some = [
  ...products(1, 2, 512, 512),
  ...products(1, 16, 512, 512),
  ...products(4, 64, 3, 24),
  ...products(1, 256, 64, 128),
  ...products(64, 512, 64, 128),
  ...products(64, 1024, 3, 64),
];

test('no dispatch has more than 5 billion operations, nor more groups in one dimension than every WebGPU has', () => {
  for (const product of some) {
    const { form, groups, groupsAtOnce, termsPerSplit } = planProduct(product);
    const cells = 'tile' in form ? form.tile.rows * form.tile.columns : form.thin.few * 64;
    if (groupsAtOnce > 1) expect(2 * cells * termsPerSplit * groupsAtOnce).toBeLessThanOrEqual(5e9);
    for (const size of rowsOfGroups(Math.min(groups, groupsAtOnce))) expect(size).toBeLessThanOrEqual(65_535);
  }
});

test('the parts of a sum have all of its terms, and none is empty', () => {
  for (const product of some) {
    const { splits, termsPerSplit } = planProduct(product);
    expect(splits * termsPerSplit).toBeGreaterThanOrEqual(product.k);
    expect((splits - 1) * termsPerSplit).toBeLessThan(product.k);
  }
});

test('large products are cut into several dispatches, small ones are not', () => {
  const dispatches = (product: Product) => Math.ceil(planProduct(product).groups / planProduct(product).groupsAtOnce);
  expect(Math.max(...products(1, 256, 64, 128).map(dispatches))).toBe(1);
  // 68 billion multiplications and additions each.
  expect(Math.min(...products(16, 256, 64, 128).map(dispatches))).toBeGreaterThan(4);
});

test('a product in many dispatches is the one of a single dispatch', async () => {
  await setBackend('webgpu');
  const [a, b] = [
    [70, 40],
    [40, 130],
  ].map((shape, i) => tensor(wholeNumbers(shape, i + 1).values, shape)) as [Tensor, Tensor];
  const product = matrixProduct([70, 40], [40, 130], { a: false, b: false }) as Product;
  const plan = planProduct(product, 1);
  expect(plan).toMatchObject({ groupsAtOnce: 1 });
  expect(plan.groups).toBeGreaterThan(4);
  const info = runProduct(
    backend() as unknown as TrainableBackendWebGPU,
    product,
    [a, b],
    { activation: 'linear' },
    plan,
  );
  const cut = engine().makeTensorFromTensorInfo(info);
  expect(await cut.data()).toEqual(await matMul(a, b).data());
});
