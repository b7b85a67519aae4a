import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuiltFiles, buildPages } from './build-pages.ts';
import { bundleWithWebpack, filesOf } from './bundle-with.ts';
import { installAsPublished } from './install-as-published.ts';

const here = path.resolve(import.meta.dirname, '..');

/** The page `gradient-webgpu` as Vite and webpack make it of the package as npm gives it, with nothing configured. */
export async function bundleWebgpu(): Promise<Record<'vite' | 'webpack', BuiltFiles>> {
  const project = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-webgpu-'));
  try {
    await installAsPublished(['@pix2pix-ts/backend-webgpu'], project);
    const layers = 'node_modules/@tensorflow/tfjs-layers';
    symlinkSync(path.join(here, layers), path.join(project, layers), 'junction');
    const entry = path.join(project, 'gradient-webgpu.js');
    cpSync(path.join(here, 'pages/gradient-webgpu.js'), entry);
    const page = (script: string) => `<!doctype html><meta charset="utf-8">${script}`;
    writeFileSync(path.join(project, 'index.html'), page('<script type="module" src="./gradient-webgpu.js"></script>'));
    const { files: vite } = await buildPages({ folder: project, pages: ['index'] });
    const folder = path.join(project, 'built');
    mkdirSync(folder);
    await bundleWithWebpack(entry, folder);
    const webpack = filesOf(folder).set('index.html', page('<script defer src="main.js"></script>'));
    return { vite, webpack };
  } finally {
    rmSync(project, { recursive: true });
  }
}
