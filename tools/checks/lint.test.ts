import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createScratchWorkspace, runTool, type ScratchWorkspace, violationsOf } from './scratch-workspace.ts';

type Diagnostic = { category: string; message: string; location: { path: string } };

/** A violating file begins with two comments: where which rule refuses it, and where the same text is allowed. */
const header = /^\/\/ Refused in (?<refusedIn>\S+): (?<rule>.+)\n(?:\/\/ Allowed in (?<allowedIn>\S+)\n)?/;

const violations = readdirSync(violationsOf('lint')).map((file) => {
  const text = readFileSync(path.join(violationsOf('lint'), file), 'utf8');
  const { refusedIn = '', rule = '', allowedIn } = header.exec(text)?.groups ?? {};
  return { file, text, refusedIn, rule, allowedIn };
});
const exemptions = violations.flatMap(({ allowedIn, ...rest }) => (allowedIn ? [{ ...rest, allowedIn }] : []));

let workspace: ScratchWorkspace;
let withoutViolations: Diagnostic[];
let withViolations: Diagnostic[];

/** What `biome lint` reports, read from its JSON. */
function lint(): Diagnostic[] {
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--error-on-warnings', '.'];
  return JSON.parse(runTool(workspace.folder, '@biomejs/biome/bin/biome', args).stdout).diagnostics;
}

/** The rules that refused a file; a plugin's name is the beginning of its message. */
function rulesRefusing(file: string): string[] {
  return withViolations
    .filter(({ location }) => location.path === file)
    .map(({ category, message }) => (category === 'plugin' ? `plugin ${message.split(':')[0]}` : category));
}

beforeAll(() => {
  workspace = createScratchWorkspace();
  withoutViolations = lint();
  for (const { file, text, refusedIn, allowedIn } of violations) {
    workspace.write(`${refusedIn}/${file}`, text);
    if (allowedIn) workspace.write(`${allowedIn}/allowed/${file}`, text);
  }
  withViolations = lint();
});
afterAll(() => workspace.remove());

test('a workspace without a violation passes', () => {
  expect(withoutViolations).toEqual([]);
});

describe('a violation is refused', () => {
  test.each(violations)('$file in $refusedIn by $rule', ({ file, refusedIn, rule }) => {
    expect(rulesRefusing(`${refusedIn}/${file}`)).toContain(rule);
  });
});

describe('the same text is no violation where the platform may be used', () => {
  test.each(exemptions)('$file in $allowedIn', ({ file, allowedIn, rule }) => {
    expect(rulesRefusing(`${allowedIn}/allowed/${file}`)).not.toContain(rule);
  });
});
