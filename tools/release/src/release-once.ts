import type { ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';

/** changeset version, a commit and the release, as a maintainer would do it. */
export async function releaseOnce({ run }: ScratchClone): Promise<void> {
  const pnpm = (...args: string[]) => run(process.execPath, 'tools/run/pnpm.mjs', ...args);
  await step('changeset version', () => pnpm('exec', 'changeset', 'version'));
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'The next version');
  await step('npm run release', () => run(process.execPath, 'tools/run/release.mjs'));
}
