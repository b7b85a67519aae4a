import type { ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';

/** changeset version, a commit, the build and the release, as a maintainer would do it. */
export async function releaseOnce({ run }: ScratchClone): Promise<void> {
  const pnpm = (...args: string[]) => run(process.execPath, 'tools/run/pnpm.mjs', ...args);
  await step('changeset version', () => pnpm('exec', 'changeset', 'version'));
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'The next version');
  const published = ['--filter', './packages/*', '--filter', '@pix2pix-ts/cli'];
  await step('every package is built', () => pnpm('exec', 'turbo', 'run', 'build', ...published));
  await step('every package is published', () => run(process.execPath, 'tools/run/release.mjs'));
}
