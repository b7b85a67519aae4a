// One project an engine: the same tests run on each, so that no package depends on a backend for its tests.
const base = {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/tools'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@pix2pix-ts/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: [],
  transform: {
    '\\.(ts|js|mjs)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!.*(pure-rand|valibot))'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/violations/'],
  modulePathIgnorePatterns: ['/dist/'],
};
const onEveryEngine = ['ops', 'models', 'losses', 'trainer', 'pix2pix'].map((name) => `<rootDir>/packages/${name}/src/**/*.test.ts`);

export default {
  projects: [
    { ...base, displayName: 'cpu', testMatch: onEveryEngine, setupFilesAfterEnv: ['<rootDir>/test/engine-cpu.ts'] },
    { ...base, displayName: 'wasm', testMatch: [...onEveryEngine, '<rootDir>/packages/backend-wasm/src/**/*.test.ts'], setupFilesAfterEnv: ['<rootDir>/test/engine-wasm.ts'] },
    {
      ...base,
      displayName: 'plain',
      testMatch: ['<rootDir>/{packages,apps,tools}/**/*.test.ts'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/packages/(ops|models|losses|trainer|pix2pix|backend-wasm)/'],
    },
  ],
};
