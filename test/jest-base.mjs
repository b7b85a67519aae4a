import { fileURLToPath } from 'node:url';

/** What all projects have in common. */
export const base = {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/examples', '<rootDir>/tools'],
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
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/violations/'],
  modulePathIgnorePatterns: ['/dist/', '/violations/'],
  // jest runs modules in a context where each look at a global is slow. The plain engine asks for these in its innermost loops.
  sandboxInjectedGlobals: ['Math', 'Symbol'],
};

/** How every run goes. */
export const run = {
  // For the tests that start the command line, or train; a test that hangs still ends.
  testTimeout: 180_000,
  reporters: ['default', '<rootDir>/test/tally-reporter.mjs'],
};
