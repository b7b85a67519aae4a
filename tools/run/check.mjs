import path from 'node:path';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';
import { runChild } from './run-child.mjs';

/** Every check by its name: a script below the root, and its arguments. */
const checks = {
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  lint: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  boundaries: ['node_modules/turbo/bin/turbo', 'boundaries'],
  unused: ['node_modules/knip/bin/knip.js'],
  licences: ['tools/checks/licences.mjs'],
  docs: ['tools/run/docs.mjs'],
  packages: ['tools/checks/packages.mjs'],
  // Of what the check before it has built.
  size: ['node_modules/size-limit/bin.js', '--config', 'tools/checks/size-limit.config.mjs'],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`Expected checks among ${Object.keys(checks).join(', ')}, got ${unknown.join(', ')}.`);
  process.exit(2);
}

await prepareWorkspace();
const verdicts = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(checks)) verdicts.push(await check(name));
console.log(`\n${verdicts.map(({ line }) => line).join('\n')}`);
process.exitCode = verdicts.every(({ passed }) => passed) ? 0 : 1;

/** Goes on after a failure, so that one run reports all. */
async function check(name) {
  console.log(`\n${name}`);
  const started = Date.now();
  const [script, ...args] = checks[name];
  const passed = (await runChild(process.execPath, [path.join(root, script), ...args], { cwd: root })) === 0;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  return { passed, line: `${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds} s` };
}
