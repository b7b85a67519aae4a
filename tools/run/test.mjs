import path from 'node:path';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';
import { runChild } from './run-child.mjs';

await prepareWorkspace();
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
process.exitCode = await runChild(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root });
