import { appendFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { type ProgramResult, runProgram } from './run-program.ts';
import type { ScratchClone } from './scratch-clone.ts';

/** Holds `npm run release` on a released clone to refuse, in one line, what must not be published. */
export async function expectRefusals({ folder, env, run }: ScratchClone): Promise<void> {
  const release = () => runProgram(process.execPath, ['tools/run/release.mjs'], { cwd: folder, env });
  expectRefusal(await release(), 'Expected a version that the registry does not have, got ');

  const dist = path.join(folder, 'packages/losses/dist');
  const away = `${folder}-dist`;
  renameSync(dist, away);
  expectRefusal(await release(), 'Expected every package to be built, got ');
  renameSync(away, dist);

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
