import type { ScratchClone } from './scratch-clone.ts';

/** changeset version, a commit, the build and the release, as a maintainer would do it. */
export async function releaseOnce({ run }: ScratchClone): Promise<void> {
  await run(process.execPath, 'tools/run/pnpm.mjs', 'exec', 'changeset', 'version');
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'The next version');
  const built = ['--filter', './packages/*', '--filter', '@pix2pix-ts/cli'];
  await run(process.execPath, 'tools/run/pnpm.mjs', 'exec', 'turbo', 'run', 'build', ...built);
  await run(process.execPath, 'tools/run/release.mjs');
}
