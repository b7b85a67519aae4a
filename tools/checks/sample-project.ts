import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleFiles } from '../release/src/new-user/sample-files.ts';
import { root } from './markdown-pages.ts';

/** A folder outside of the repository, where all packages can be imported and the files are that the guides read. */
export type SampleProject = {
  folder: string;
  write: (file: string, content: string | Uint8Array) => void;
  remove: () => void;
};

/** A trained model, for the guides that load one. */
export const model = readFileSync(path.join(root, 'packages/model-colour/model.safetensors'));

/** Makes such a folder; `rename` says where a file of tools/release/src/new-user/sample-files.ts is to be. */
export async function makeSampleProject(rename = (file: string) => [file]): Promise<SampleProject> {
  // The real path: macOS's temporary folder is behind a link, and Vite compares paths.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-samples-')));
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  };
  write('package.json', JSON.stringify({ private: true, type: 'module' }));
  linkPackages(path.join(folder, 'node_modules'));
  const writeAll = (file: string, content: string | Uint8Array) => {
    for (const name of rename(file)) write(name, content);
  };
  await writeSampleFiles({ write: writeAll }, model);
  return { folder, write, remove: () => rmSync(folder, { recursive: true }) };
}

/** Ours, and of others what the folder test depends on. */
function linkPackages(modules: string): void {
  mkdirSync(path.join(modules, '@pix2pix-ts'), { recursive: true });
  const link = (from: string, name: string) => symlinkSync(from, path.join(modules, name), 'junction');
  for (const name of readdirSync(path.join(root, 'packages')))
    link(path.join(root, 'packages', name), `@pix2pix-ts/${name}`);
  for (const name of ['@tensorflow', 'sharp']) link(realpathSync(path.join(root, 'test/node_modules', name)), name);
}
