import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { upgrade } from './new-user/upgrade.ts';
import { useEverything } from './new-user/use-everything.ts';
import { startRegistry } from './releases/local-registry.ts';
import { NEW_EXPORT, releaseFirst, releasePatch } from './releases/make-releases.ts';
import { expectOneNode, makeScratchClone } from './releases/scratch-clone.ts';
import { step } from './steps.ts';

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

/** Two releases of a clone in `scratch`, and what a new user does with them; throws at the first thing that is not as it should be. */
async function tryRelease(root: string, scratch: string): Promise<void> {
  const registry = await step('a registry of this machine', () => startRegistry(path.join(scratch, 'registry')));
  try {
    const clone = await step('a clone of what is committed', () =>
      makeScratchClone(root, path.join(scratch, 'repository'), registry),
    );
    await step(`Node ${process.version} runs npm and pnpm too`, () => expectOneNode(clone));
    const first = await step('the first release', () => releaseFirst(clone, registry));
    const trainer = await useEverything(clone, path.join(scratch, 'new-user'), registry, first);
    const second = await step('a patch of losses is released', () => releasePatch(clone, registry, first));
    await step('npm update brings the patch to a project with trainer', async () => {
      await upgrade(trainer, second);
      await trainer.run(process.execPath, 'program-0.js');
      trainer.write('new-export.js', `import { ${NEW_EXPORT} } from '@pix2pix-ts/losses';\n`);
      await trainer.run(process.execPath, 'new-export.js');
    });
  } finally {
    registry.stop();
  }
}
