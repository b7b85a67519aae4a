import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { type ProgramResult, runProgram } from '../run-program.ts';
import type { LocalRegistry } from './local-registry.ts';
import type { ScratchClone } from './scratch-clone.ts';

const ALONE = '@pix2pix-ts/losses';

/** Holds npm and pnpm to refuse to publish one package from its folder, and the registry not to have it then. */
export async function expectNoPublishAlone({ folder, env }: ScratchClone, registry: LocalRegistry): Promise<void> {
  const losses = path.join(folder, 'packages/losses');
  const npm = ['publish', '--userconfig', path.join(folder, '.npmrc')];
  const pnpm = [path.join(folder, 'tools/run/pnpm.mjs'), '--dir', losses, 'publish', '--no-git-checks'];
  for (const { exitCode, stdout, stderr } of [
    await runProgram('npm', npm, { cwd: losses, env }),
    await runProgram(process.execPath, pnpm, { cwd: folder, env }),
  ])
    if (exitCode === 0 || !stderr.includes(`Expected a publish with "npm run release", got one of ${ALONE} alone.`))
      throw new Error(`Expected a publish of ${ALONE} alone to be refused, got ${exitCode}:\n${stdout}${stderr}`);
  const { status } = await fetch(`${registry.url}${ALONE.replace('/', '%2f')}`);
  if (status !== 404) throw new Error(`Expected the registry not to know ${ALONE} yet (404), got ${status}.`);
}

/** Holds `npm run release` on a released clone to refuse, in one line, what must not be published. */
export async function expectRefusals({ folder, env, run }: ScratchClone): Promise<void> {
  const release = () => runProgram(process.execPath, ['tools/run/release.mjs'], { cwd: folder, env });
  expectRefusal(await release(), 'Expected a version that the registry does not have, got ');

  appendFileSync(path.join(folder, 'README.md'), '\n');
  expectRefusal(await release(), 'Expected a clean tree to publish from, got 1 changed file (README.md)');
  await run('git', 'checkout', '--quiet', 'README.md');
}

function expectRefusal({ exitCode, stdout, stderr }: ProgramResult, beginning: string): void {
  const lines = `${stdout}${stderr}`.trim().split('\n');
  if (exitCode === 2 && lines.length === 1 && lines[0]?.startsWith(beginning)) return;
  throw new Error(
    `Expected exit status 2 and one line that begins with "${beginning}", got ${exitCode}:\n${lines.join('\n')}`,
  );
}
