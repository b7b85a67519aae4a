import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const name = '@pix2pix-ts/losses';

/** Runs the guard as npm does for a package: its exit status, and what it says. */
function runGuard(variables: NodeJS.ProcessEnv) {
  const env = { ...process.env, PIX2PIX_RELEASE: undefined, npm_package_name: name, ...variables };
  const { status, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'guard-publish.mjs')], {
    env,
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('a package that is published by itself is refused with what to do', () => {
  expect(runGuard({})).toEqual({
    status: 2,
    stderr: `Expected a publish with "npm run release", got one of ${name} alone. Run "npm run release" in the root of the repository.\n`,
  });
});

test('a release may publish', () => {
  expect(runGuard({ PIX2PIX_RELEASE: 'true' })).toEqual({ status: 0, stderr: '' });
});
