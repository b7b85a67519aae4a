import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createScratchWorkspace,
  packageFolders,
  runTool,
  type ScratchWorkspace,
  violationsOf,
} from './scratch-workspace.ts';

let workspace: ScratchWorkspace;
beforeEach(() => {
  workspace = createScratchWorkspace();
});
afterEach(() => workspace.remove());

const readJson = (file: string) => JSON.parse(readFileSync(path.join(workspace.folder, file), 'utf8'));

/** The verdict of `turbo boundaries`, its message on one line. */
function checkBoundaries() {
  const { status, stdout, stderr } = runTool(workspace.folder, 'turbo/bin/turbo', ['boundaries', '--no-color']);
  return { status, report: `${stdout}${stderr}`.replace(/[\s|│]+/g, ' ') };
}

/** Adds a dependency to a package's manifest, so that what is refused is the layer and not an undeclared import. */
function declareDependency(folder: string, name: string) {
  const manifest = readJson(`${folder}/package.json`);
  manifest.dependencies = { ...manifest.dependencies, [name]: 'workspace:^' };
  workspace.write(`${folder}/package.json`, JSON.stringify(manifest));
}

test('the layers hold without a violation', () => {
  expect(checkBoundaries()).toMatchObject({ status: 0, report: expect.stringContaining('no issues found') });
});

describe('a violation of the layers is refused', () => {
  const violations = readdirSync(violationsOf('boundaries')).map((file) => path.basename(file, '.ts'));

  test.each(violations)('%s', (violation) => {
    const [from = '', to = ''] = violation.split('-imports-');
    const text = readFileSync(path.join(violationsOf('boundaries'), `${violation}.ts`), 'utf8');
    workspace.write(`packages/${from}/src/violation.ts`, text);
    declareDependency(`packages/${from}`, `@pix2pix-ts/${to}`);

    const { status, report } = checkBoundaries();
    expect(status).toBe(1);
    expect(report).toContain(
      `Package \`@pix2pix-ts/${to}\` found without any tag listed in allowlist for \`@pix2pix-ts/${from}\``,
    );
  });

  test('every layer with a rule has one', () => {
    const layers = Object.keys(readJson('turbo.json').boundaries.tags).filter((tag) => tag !== 'app' && tag !== 'tool');
    const shown = violations.map((violation) => violation.split('-imports-')[0]);
    expect([...new Set(shown)].sort()).toEqual(layers.sort());
  });

  test('a package that nobody may import says so itself', () => {
    const text = readFileSync(path.join(violationsOf('boundaries'), 'trainer-imports-cli.ts'), 'utf8');
    workspace.write('packages/trainer/src/violation.ts', text);
    declareDependency('packages/trainer', '@pix2pix-ts/cli');
    expect(checkBoundaries().report).toContain(
      '`@pix2pix-ts/trainer` found without any tag listed in allowlist for `@pix2pix-ts/cli`',
    );
  });

  test('an import that the manifest does not declare', () => {
    workspace.write('packages/losses/src/violation.ts', "export { add } from '@tensorflow/tfjs-layers';\n");
    expect(checkBoundaries()).toMatchObject({
      status: 1,
      report: expect.stringContaining('cannot import package `@tensorflow/tfjs-layers` because it is not a dependency'),
    });
  });

  test('a relative import across packages', () => {
    workspace.write(
      'packages/losses/src/violation.ts',
      "export { applyGenerator } from '../../models/src/index.ts';\n",
    );
    expect(checkBoundaries()).toMatchObject({ status: 1, report: expect.stringContaining('leaves the package') });
  });
});

test('a test may take its reference values from a private tool', () => {
  workspace.write('tools/values/package.json', '{ "name": "@pix2pix-ts/values", "version": "0.0.0", "private": true }');
  workspace.write('tools/values/turbo.json', '{ "extends": ["//"], "tags": ["tool"] }');
  workspace.write('packages/trainer/src/violation.test.ts', "import '@pix2pix-ts/values';\n");
  declareDependency('packages/trainer', '@pix2pix-ts/values');
  expect(checkBoundaries().status).toBe(0);
});

test('every package of the workspace has exactly one tag, and turbo.json knows it', () => {
  const known = Object.keys(readJson('turbo.json').boundaries.tags);
  for (const folder of packageFolders()) {
    const { tags } = readJson(`${folder}/turbo.json`);
    expect(tags).toHaveLength(1);
    expect(known).toContain(tags[0]);
  }
});
