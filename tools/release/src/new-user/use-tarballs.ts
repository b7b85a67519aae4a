import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { ScratchClone } from '../releases/scratch-clone.ts';
import type { NewUser } from './project.ts';

/**
 * Where nobody answers: what is ours has to come from the tarballs. npm asks for a package ahead of placing its tarball, goes on
 * where there is none, and would ask again for minutes.
 */
const NOWHERE = '@pix2pix-ts:registry=http://127.0.0.1:9/\nfetch-retries=0\n';

/**
 * Packs the packages with `npm run tarballs`, installs them with the line that it says, and translates the drawing to try with the
 * command and with the README's program.
 */
export async function useTarballs(clone: ScratchClone, newUser: NewUser, readmeProgram: string): Promise<void> {
  const line = (await clone.run(process.execPath, 'tools/run/tarballs.mjs')).trim();
  const project = newUser.project('tarballs');
  project.write('.npmrc', NOWHERE);
  const shell = process.platform === 'win32' ? ['cmd', '/c', line] : ['sh', '-c', line];
  await project.run(shell[0] ?? '', ...shell.slice(1));
  copyFileSync(path.join(clone.folder, 'drawing.png'), path.join(project.folder, 'drawing.png'));
  project.write('colour.mjs', readmeProgram);
  await project.run(process.execPath, 'colour.mjs');
  await project.run('npx', '@pix2pix-ts/cli', 'translate', '--model', 'colour', 'drawing.png', '--out', 'out');
  for (const file of ['coloured.png', 'out/drawing.png'])
    if (!existsSync(path.join(project.folder, file)))
      throw new Error(`Expected ${file} to be written in ${project.folder}, got no such file.`);
}
