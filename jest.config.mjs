import { base, run } from './test/jest-base.mjs';
import { mpiIsThere } from './test/mpi-is-there.mjs';
import { nativeIsSetUp } from './test/native-is-set-up.mjs';
import { nameSwiftShader } from './test/swiftshader-driver.mjs';

// One project an engine: the same tests run on each, so that no package depends on a backend for its tests.
const onEveryEngine = ['ops', 'models', 'losses', 'trainer', 'pix2pix'];
const testsOf = (names) => names.map((name) => `<rootDir>/packages/${name}/src/**/*.test.ts`);
// Of the other packages only the tests that make tensors need an engine; their names say so.
const tensorTests = '<rootDir>/{packages,examples}/*/src/**/?(*.)tensors.test.ts';

const withoutMpi = mpiIsThere() ? [] : ['\\.mpi\\.(native\\.)?test\\.ts$'];

nameSwiftShader();

/** jest cannot load npm's wrapper of it. */
const DAWN = { '^webgpu$': '<rootDir>/test/dawn.cjs' };

const native = {
  ...base,
  displayName: 'native',
  testMatch: [
    ...testsOf(onEveryEngine),
    '<rootDir>/packages/backend-native/src/{kernels,compile}/**/*.test.ts',
    '<rootDir>/{packages,apps}/*/src/**/*.native.test.ts',
    tensorTests,
  ],
  setupFilesAfterEnv: ['<rootDir>/test/engine-native.ts'],
  testPathIgnorePatterns: nativeIsSetUp()
    ? [...base.testPathIgnorePatterns, ...withoutMpi, '\\.wasm-only\\.test\\.ts$']
    : ['.*'],
};

export default {
  maxWorkers: 2,
  ...run,
  projects: [
    {
      ...base,
      displayName: 'cpu',
      testMatch: [...testsOf(onEveryEngine), tensorTests],
      // Large models take minutes there.
      testPathIgnorePatterns: [
        ...base.testPathIgnorePatterns,
        '\\.wasm(-only)?\\.test\\.ts$',
        'half-reference\\.test\\.ts$',
      ],
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
      displayName: 'webgpu',
      testMatch: [...testsOf(['ops', 'models', 'losses', 'trainer', 'backend-webgpu']), tensorTests],
      // Full-sized models take minutes where the processor plays the GPU.
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.wasm(-only)?\\.test\\.ts$'],
      setupFilesAfterEnv: ['<rootDir>/test/engine-webgpu.ts'],
      moduleNameMapper: DAWN,
    },
    {
      ...base,
      displayName: 'plain',
      moduleNameMapper: DAWN,
      testMatch: ['<rootDir>/{packages,apps,examples,tools}/**/*.test.ts'],
      testPathIgnorePatterns: [
        ...base.testPathIgnorePatterns,
        '[./\\\\]tensors\\.test\\.ts$',
        '\\.native\\.test\\.ts$',
        // jest.browser.config.mjs has those.
        '/(apps/web-demo/tests|examples/(react|web)-component/src|tools/browser-tests)/',
        '\\.browser\\.test\\.ts$',
        ...withoutMpi,
        `/packages/(${[...onEveryEngine, 'backend-wasm', 'backend-webgpu', 'backend-native/src/kernels', 'backend-native/src/compile'].join('|')})/`,
      ],
    },
  ],
};
