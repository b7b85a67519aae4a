import { base, run } from './test/jest-base.mjs';

// What starts a browser, one after the other and after all the rest: see tools/run/test.mjs.
export default {
  ...run,
  maxWorkers: 1,
  projects: [
    {
      ...base,
      displayName: 'browser',
      testMatch: [
        '<rootDir>/apps/web-demo/tests/**/*.test.ts',
        '<rootDir>/examples/{react-component,web-component}/src/**/*.test.ts',
        '<rootDir>/apps/node-train/src/**/*.browser.test.ts',
        '<rootDir>/tools/browser-tests/**/*.test.ts',
        '<rootDir>/tools/checks/*.browser.test.ts',
      ],
    },
  ],
};
