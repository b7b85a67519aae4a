import path from 'node:path';
import { pinnedPnpm } from '../../run/pinned-pnpm.mjs';
import {
  objectToDirtyTree,
  objectToMissingBuild,
  objectToPendingChangesets,
  objectToPublishedVersions,
} from './examine-release.ts';
import { publicPackages } from './packages.ts';
import { publishedVersions } from './published-versions.ts';

// `npm run release`: publishes every package whose version the registry does not have, once nothing speaks against it.
// With --if-needed it is no error that there is nothing to publish: a workflow calls it after every merge.
const root = path.resolve(import.meta.dirname, '../../..');
const packages = publicPackages(root);

const objection = (await objectToDirtyTree(root)) ?? objectToPendingChangesets(root) ?? objectToMissingBuild(packages);
if (objection) refuse(objection);

const nothingNew = objectToPublishedVersions(packages, await publishedVersions(root, packages));
if (nothingNew && process.argv.includes('--if-needed'))
  console.log('Nothing to publish: the registry has every version.');
else if (nothingNew) refuse(nothingNew);
else process.exitCode = await pinnedPnpm(['exec', 'changeset', 'publish']);

function refuse(line: string): never {
  console.error(line);
  process.exit(2);
}
