import { fileURLToPath } from 'node:url';
import { mpiIsThere } from './test/mpi-is-there.mjs';
import { nativeIsSetUp } from './test/native-is-set-up.mjs';

// One project an engine: the same tests run on each, so that no package depends on a backend for its tests.
const onEveryEngine = ['ops', 'models', 'losses', 'trainer', 'pix2pix'];
const testsOf = (names) => names.map((name) => `<rootDir>/packages/${name}/src/**/*.test.ts`);
// Of the other packages only the tests that make tensors need an engine; their names say so.
const tensorTests = '<rootDir>/packages/*/src/**/?(*.)tensors.test.ts';

// What starts a browser runs alone, one after the other: see tools/run/test.mjs.
const inBrowser = ['<rootDir>/apps/web-demo/tests/**/*.test.ts', '<rootDir>/tools/browser-tests/**/*.test.ts'];

const base = {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/tools'],
  // The condition reads our packages from their sources. 'import' is left out, because the code runs as CommonJS.
  testEnvironmentOptions: { customExportConditions: ['@pix2pix-ts/source', 'node', 'node-addons'] },
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // These are published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!.*(pure-rand|valibot|sparticuz))'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '/violations/',
    ...(mpiIsThere() ? [] : ['\\.mpi\\.test\\.ts$']),
  ],
  modulePathIgnorePatterns: ['/dist/', '/violations/'],
};

const native = {
  ...base,
  displayName: 'native',
  testMatch: [
    ...testsOf(onEveryEngine),
    '<rootDir>/packages/backend-native/src/kernels/**/*.test.ts',
    '<rootDir>/{packages,apps}/*/src/**/*.native.test.ts',
    tensorTests,
  ],
  setupFilesAfterEnv: ['<rootDir>/test/engine-native.ts'],
  ...(!nativeIsSetUp() && { testPathIgnorePatterns: ['.*'] }),
};

export default {
  maxWorkers: 2,
  // For the tests that start the command line, or train; a test that hangs still ends.
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/test/tally-reporter.mjs'],
  projects: [
    {
      ...base,
      displayName: 'cpu',
      testMatch: [...testsOf(onEveryEngine), tensorTests],
      // Full-sized models take minutes there.
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.wasm\\.test\\.ts$'],
      setupFilesAfterEnv: ['<rootDir>/test/engine-cpu.ts'],
    },
    {
      ...base,
      displayName: 'wasm',
      testMatch: [...testsOf([...onEveryEngine, 'backend-wasm']), tensorTests],
      setupFilesAfterEnv: ['<rootDir>/test/engine-wasm.ts'],
    },
    native,
    {
      ...base,
      displayName: 'plain',
      testMatch: ['<rootDir>/{packages,apps,tools}/**/*.test.ts'],
      testPathIgnorePatterns: [
        ...base.testPathIgnorePatterns,
        '[./\\\\]tensors\\.test\\.ts$',
        '\\.native\\.test\\.ts$',
        '/(apps/web-demo/tests|tools/browser-tests)/',
        `/packages/(${[...onEveryEngine, 'backend-wasm', 'backend-native/src/kernels'].join('|')})/`,
      ],
    },
    { ...base, displayName: 'browser', testMatch: inBrowser },
  ],
};
