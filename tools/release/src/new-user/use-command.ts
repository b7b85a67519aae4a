import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewUser } from './project.ts';
import { writeSampleFiles } from './sample-files.ts';

/** Trains for three steps with the published command by npx alone, translates with what came out, and gives the model. */
export async function useCommand(newUser: NewUser, version: string): Promise<Uint8Array> {
  const project = newUser.project('command');
  await writeSampleFiles(project);
  const pix2pix = (...args: string[]) => project.run('npx', '--yes', '@pix2pix-ts/cli', ...args);

  const told = (await pix2pix('--version')).trim();
  if (told !== version) throw new Error(`Expected npx to run version ${version} of the command, got ${told}.`);
  const small = ['--steps', '3', '--size', '64', '--filters', '8', '--batch', '2', '--sample-every', '3'];
  await pix2pix('train', '--data', 'data/faces', '--out', 'runs/mine', '--backend', 'wasm', ...small);
  await pix2pix(
    'translate',
    '--model',
    'runs/mine/model.safetensors',
    'drawing.png',
    '--out',
    'out',
    '--backend',
    'wasm',
  );
  await pix2pix('translate', '--model', 'colour', 'drawing.png', '--out', 'coloured', '--backend', 'wasm');
  for (const file of ['runs/mine/report.html', 'out/drawing.png', 'coloured/drawing.png'])
    if (!existsSync(path.join(project.folder, file)))
      throw new Error(`Expected the command to write ${file} in ${project.folder}, got no such file.`);
  return readFileSync(path.join(project.folder, 'runs/mine/model.safetensors'));
}
