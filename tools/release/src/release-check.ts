import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryRelease } from './try-release.ts';

// `npm run release:check`: releases a clone of the repository to a registry of this machine, twice, and installs from there
// as a new user would. With --keep its folder stays.
const root = path.resolve(import.meta.dirname, '../../..');
const scratch = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-release-'));
for (const [signal, status] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.on(signal, () => process.exit(status));
process.on('exit', () => {
  if (process.argv.includes('--keep')) console.log(`Kept ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
});

try {
  await tryRelease(root, scratch);
} catch (error) {
  console.error(`FAILED  ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
