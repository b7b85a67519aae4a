import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRegistry } from './local-registry.ts';
import { releaseOnce } from './release-once.ts';
import { makeScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';

// `npm run release:check`: releases a clone of the repository to a registry of this machine, twice, and installs from there
// as a stranger would. With --keep its folder stays.
const root = path.resolve(import.meta.dirname, '../../..');
const scratch = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-release-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
process.on('exit', () => {
  if (process.argv.includes('--keep')) console.log(`Kept ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
});

const registry = await step('a registry of this machine', () => startRegistry(path.join(scratch, 'registry')));
try {
  const clone = await step('a clone of the repository', () =>
    makeScratchClone(root, path.join(scratch, 'repository'), registry),
  );
  await releaseOnce(clone);
} finally {
  registry.stop();
}
