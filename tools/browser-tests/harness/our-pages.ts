import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultClientConditions } from 'vite';
import { type BuiltPages, buildPages } from './build-pages.ts';
import { installAsPublished } from './install-as-published.ts';

const here = path.resolve(import.meta.dirname, '..');

/** All pages, on the packages' sources. */
export function pagesFromSources(): Promise<BuiltPages> {
  return buildPages({
    folder: path.join(here, 'pages'),
    pages: ['translate', 'kernels', 'threads', 'train'],
    conditions: ['@pix2pix-ts/source', ...defaultClientConditions],
  });
}

/** The page that translates as a project of its own, with the packages as npm gives them, and wasm as the one engine. */
export async function pagesFromPackages(): Promise<BuiltPages> {
  const project = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-project-'));
  try {
    await installAsPublished(['@pix2pix-ts/pix2pix', '@pix2pix-ts/backend-wasm'], project);
    for (const part of ['pages', 'cases']) cpSync(path.join(here, part), path.join(project, part), { recursive: true });
    return await buildPages({ folder: path.join(project, 'pages'), pages: ['translate'] });
  } finally {
    rmSync(project, { recursive: true });
  }
}
