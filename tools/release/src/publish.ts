import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  allArePublished,
  objectionToPublishedVersions,
  objectToDirtyTree,
  objectToMissingBuild,
  objectToPendingChangesets,
} from './examine-release.ts';
import { publicPackages } from './packages.ts';

// `npm run release`: builds and publishes every package whose version the registry does not have, once nothing speaks against it.
// With --if-needed it is not an error that there is nothing to publish: a workflow calls it after every merge.
const root = path.resolve(import.meta.dirname, '../../..');
const packages = publicPackages(root);

const objection = (await objectToDirtyTree(root)) ?? objectToPendingChangesets(root);
if (objection) refuse(objection);

if (!(await allArePublished(root, packages))) {
  build();
  publish();
} else if (process.argv.includes('--if-needed')) console.log('Nothing to publish: the registry has every version.');
else refuse(objectionToPublishedVersions(packages));

function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}

/** Everything, whatever is there already: what is published is made from this commit, and never older than its sources. */
function build(): void {
  // The kernels are there: `npm run release` has made them where their sources are newer.
  const turbo = ['turbo', 'run', 'build', '--force', '--only', '--output-logs=errors-only'];
  const status = pnpmExec([...turbo, ...packages.map(({ manifest }) => `--filter=${manifest.name}`)]);
  if (status !== 0) refuse(`Expected every package to build, got exit status ${status}. Its own message is above.`);
  const objection = objectToMissingBuild(packages);
  if (objection) refuse(objection);
}

/** The pinned pnpm puts the versions of our packages in the place of `workspace:^`; its folder is on the PATH then. */
function publish(): void {
  // tools/run/guard-publish.mjs, which every package runs before it is published, lets nobody else.
  process.exitCode = pnpmExec(['changeset', 'publish'], { PIX2PIX_RELEASE: 'true' });
}

/** Runs a program of the repository's through the pinned pnpm, on this terminal, and gives its exit status. */
function pnpmExec(args: readonly string[], variables: NodeJS.ProcessEnv = {}): number {
  const command = [path.join(root, 'tools/run/pnpm.mjs'), 'exec', ...args];
  const env = { ...process.env, ...variables };
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}
