// Which sources are broken, and which tests must see it.
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

const webgpu = 'packages/backend-webgpu/src';

/** Tests that see what several kernels on WebGPU share, next to the test that has a source's own name. */
const sharedTests: readonly (readonly [RegExp, readonly string[]])[] = [
  [/wgsl\/(elementary|broadcast)/, ['kernels/unary', 'kernels/binary']],
  [/pointwise/, ['kernels/cast', 'kernels/activation-gradients', 'kernels/adam-update', 'kernels/unary']],
  [/reduction/, ['kernels/reduce']],
  [/norm|column-sums/, ['kernels/instance-norm', 'kernels/batch-norm', 'kernels/bias']],
  [/wgsl\/(product-winograd|transform)/, ['product/winograd']],
  [/product(?!-winograd)|convolution|finish/, ['kernels/convolution', 'product/shaders']],
  [/src\/(backend|run)/, ['backend', 'run/']],
];

/** All tests of the package where there are none of these. */
function webgpuTestsOf(file: string): string[] {
  const own = file.replace(/\.ts$/, '');
  const others = sharedTests.filter(([pattern]) => pattern.test(file)).flatMap(([, names]) => names);
  const tests = [own, ...others.map((name) => `${webgpu}/${name}`)].filter(
    (name) => name.endsWith('/') || existsSync(path.join(root, `${name}.test.ts`)),
  );
  return tests.length > 0 ? [...new Set(tests)] : [`${webgpu}/`];
}

/** The engine that a source's tests run on. */
export const projectOf = (file: string) => (file.startsWith(webgpu) ? 'webgpu' : 'wasm');

const source = 'packages/backend-wasm/src';
const kernels = `${source}/kernels`;
/** The quickest first: what it sees, the others need not run for. */
const products = ['matrix-product', 'convolution', 'pix2pix-shapes'];

/** The first entry that fits a path says which tests run: of `src/kernels`, unless another folder is named. */
const testsBySource: readonly (readonly [RegExp, readonly string[]])[] = [
  [/windows\/pool|kernels\/pool\.ts/, ['pool', 'stock-mistakes']],
  [/depthwise/, ['depthwise-convolution', 'stock-mistakes']],
  [/pool-|visit-taps|dilation|convolution-3d|rotate|transform\.ts|crop-and|kernels\/gather/, ['stock-mistakes']],
  [/check-places|-nothing|prelu|one-hot|reverse|sine|strided-slice|resize-|walk/, ['stock-mistakes', 'simple-kernels']],
  [
    /assembly\/winograd|src\/(convolution|winograd)/,
    ['convolution/winograd', 'convolution/choose-method', ...products],
  ],
  [/assembly\/product|src\/product|convolution|matrix-product/, products],
  [/finish-product/, ['fused']],
  [/adam-update/, ['adam-update']],
  [/leaky-relu-grad/, ['leaky-relu-grad']],
  [/relu-grad/, ['relu-grad']],
  [/segment-sum/, ['unsorted-segment-sum']],
  [/batch-norm/, ['batch-norm']],
  [/instance-norm|moments/, ['instance-norm', 'batch-norm']],
  [/row-sums|sum-chunks|chunks\.ts/, ['reduce', 'instance-norm', 'batch-norm']],
  [/reduce/, ['reduce']],
  [/binary|broadcast/, ['binary']],
  [/unary|tanh|log1p/, ['unary']],
  [/copy-runs|slice|concat|rearrange|pad|transpose|swap-axes|fill/, ['copy-runs', 'concat', 'simple-kernels']],
  [/add-four|add-n|cast|select|block-sums|dropout/, ['simple-kernels']],
  [/parallel-for/, ['parallel-for', 'unary', 'copy-runs', 'reduce']],
];

/** Of what plans a kernel's call: what it takes, what it leaves to others, and what is empty. */
const plans = ['other-types', 'empty', 'ours'];

/** The names of the tests for a source; all of them where none is named. */
export function testsOf(file: string): string[] {
  if (file.startsWith(webgpu)) return webgpuTestsOf(file);
  const names = testsBySource.find(([pattern]) => pattern.test(file))?.[1] ?? [''];
  const others = file.startsWith(kernels) && !names.includes('') ? plans : [];
  return [...names, ...others].map((name) => (name.includes('/') ? `${source}/${name}` : `${kernels}/${name}`));
}

/** Folders whose sources are broken. */
export const brokenFolders = [
  'packages/backend-wasm/assembly',
  kernels,
  `${source}/product`,
  `${source}/convolution`,
  'packages/common/src/winograd',
  ...['kernels', 'wgsl', 'run'].map((folder) => `${webgpu}/${folder}`),
];

/** Sources that compute nothing: lists, what is measured by, and what registers. */
export const leftAlone = /\.test\.ts$|\/index\.ts$|probes\.ts$|install-kernels\.ts$|own-kernel\.ts$|identity\.ts$/;
