// What a package may weigh in a page, minified and gzipped, with all that it brings but TensorFlow.js and the engines: what
// it weighs now and a tenth more. `npm run check -- packages size` builds and measures.
const budgets = {
  common: '1.7 kB',
  random: '1 kB',
  losses: '2.7 kB',
  metrics: '24.7 kB', // of which ml-matrix is 19, for who calls frechetDistance
  engine: '3.6 kB',
  ops: '5.8 kB',
  data: '14.9 kB', // with the hints of drawings, and pictures of any channels
  checkpoint: '7.3 kB',
  models: '16.8 kB',
  convert: '46 kB',
  trainer: '37.3 kB',
  pix2pix: '39.2 kB',
  // In a bundle of one file, which holds every build of its kernels; a page that loads parts fetches two of them.
  'backend-wasm': '365 kB',
  'backend-webgpu': '43 kB',
};

/** What one function alone may bring. */
const ofOneFunction = [
  { name: 'data', function: 'resize', limit: '1.2 kB' },
  { name: 'losses', function: 'l1', limit: '490 B' },
  { name: 'metrics', function: 'compareImages', limit: '2.4 kB' },
];

const packageOf = (name) => ({
  path: `../../packages/${name}/dist/index.js`,
  ignore: ['@tensorflow/*', ...(name.startsWith('backend-') ? [] : ['@pix2pix-ts/backend-*'])],
  gzip: true,
  modifyEsbuildConfig: (config) => ({ ...config, logLevel: 'error' }),
});

export default [
  ...Object.entries(budgets).map(([name, limit]) => ({ name, limit, ...packageOf(name) })),
  ...ofOneFunction.map(({ name, function: named, limit }) => ({
    name: `${named} of ${name}`,
    limit,
    import: `{ ${named} }`,
    ...packageOf(name),
  })),
];
