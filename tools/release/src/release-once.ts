import type { ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';

/** changeset version, a commit, the build of the packages named and the release, as a maintainer would do it. */
export async function releaseOnce({ run }: ScratchClone, packages: readonly string[]): Promise<void> {
  const pnpm = (...args: string[]) => run(process.execPath, 'tools/run/pnpm.mjs', ...args);
  await step('changeset version', () => pnpm('exec', 'changeset', 'version'));
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'The next version');
  const filters = packages.map((name) => `--filter=${name}`);
  await step('build', () => pnpm('exec', 'turbo', 'run', 'build', ...filters));
  await step('changeset publish', () => run(process.execPath, 'tools/run/release.mjs'));
}
