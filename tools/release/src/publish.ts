import { spawnSync } from 'node:child_process';
import path from 'node:path';
import {
  objectionToPublishedVersions,
  objectToDirtyTree,
  objectToMissingBuild,
  objectToPendingChangesets,
} from './examine-release.ts';
import { publicPackages } from './packages.ts';
import { allArePublished } from './published-versions.ts';

// `npm run release`: publishes every package whose version the registry does not have, once nothing speaks against it.
// With --if-needed it is no error that there is nothing to publish: a workflow calls it after every merge.
const root = path.resolve(import.meta.dirname, '../../..');
const packages = publicPackages(root);

const objection = (await objectToDirtyTree(root)) ?? objectToPendingChangesets(root) ?? objectToMissingBuild(packages);
if (objection) refuse(objection);

if (!(await allArePublished(root, packages))) publish();
else if (process.argv.includes('--if-needed')) console.log('Nothing to publish: the registry has every version.');
else refuse(objectionToPublishedVersions(packages));

function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}

/** The pinned pnpm puts the versions of our packages in the place of `workspace:^`; its folder is on the PATH then. */
function publish(): void {
  const command = [path.join(root, 'tools/run/pnpm.mjs'), 'exec', 'changeset', 'publish'];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
