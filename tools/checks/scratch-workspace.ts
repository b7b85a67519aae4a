import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const rootFiles = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'turbo.json', 'biome.json', '.gitignore'];
const { resolve } = createRequire(import.meta.url);

/** The folders of the workspace's packages, relative to the root. */
export function packageFolders(): string[] {
  const nested = ['packages', 'apps', 'examples', 'tools'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => `${group}/${name}`),
  );
  return [...nested, 'test'].filter((folder) => existsSync(path.join(root, folder, 'package.json')));
}

/** The folder of this file's violations of one check. */
export function violationsOf(check: 'boundaries' | 'lint'): string {
  return path.join(root, 'tools/checks/violations', check);
}

export type ScratchWorkspace = {
  folder: string;
  write: (file: string, text: string) => void;
  remove: () => void;
};

/** A copy of the workspace without its code: our configuration, every package's manifest, an empty index. */
export function createScratchWorkspace(): ScratchWorkspace {
  const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-checks-'));
  const copy = (file: string) => cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const file of [...rootFiles, 'tools/checks/lint']) copy(file);
  for (const name of packageFolders()) {
    copy(`${name}/package.json`);
    copy(`${name}/turbo.json`);
    write(`${name}/src/index.ts`, 'export {};\n');
  }
  return { folder, write, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs the command of a root dev dependency in a folder: its exit status and all it said. */
export function runTool(folder: string, executable: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(executable), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
