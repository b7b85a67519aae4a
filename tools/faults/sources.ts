// Which sources are broken, and which tests must see it.

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
  [/assembly\/winograd|src\/convolution/, ['convolution/winograd', 'convolution/choose-method', ...products]],
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
  const names = testsBySource.find(([pattern]) => pattern.test(file))?.[1] ?? [''];
  const others = file.startsWith(kernels) && !names.includes('') ? plans : [];
  return [...names, ...others].map((name) => (name.includes('/') ? `${source}/${name}` : `${kernels}/${name}`));
}

/** Folders whose sources are broken. */
export const brokenFolders = ['packages/backend-wasm/assembly', kernels, `${source}/product`, `${source}/convolution`];

/** Sources that compute nothing: lists, what is measured by, and what registers. */
export const leftAlone = /\.test\.ts$|\/index\.ts$|probes\.ts$|install-kernels\.ts$|own-kernel\.ts$|identity\.ts$/;
