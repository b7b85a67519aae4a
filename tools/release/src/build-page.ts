import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Project } from './stranger.ts';

const PAGE = `<!doctype html>
<title>A page with pix2pix</title>
<canvas width="64" height="64"></canvas>
<script type="module" src="./program-0.ts"></script>
`;

/** Builds a README's page with Vite, as it comes, and holds it to have its code and the wasm engine's binaries. */
export async function buildPage(project: Project, vite: string): Promise<void> {
  project.write('index.html', PAGE);
  await project.run(process.execPath, vite, 'build', '--logLevel', 'warn');
  const built = path.join(project.folder, 'dist');
  const files = readdirSync(path.join(built, 'assets'));
  const scripts = files.filter((file) => file.endsWith('.js'));
  const binaries = files.filter((file) => file.endsWith('.wasm'));
  if (scripts.length === 0 || binaries.length === 0)
    throw new Error(`Expected scripts and binaries in ${built}, got ${files.join(', ')}.`);
  const html = readFileSync(path.join(built, 'index.html'), 'utf8');
  if (!html.includes('type="module"')) throw new Error(`Expected ${built} to have the page's script, got:\n${html}`);
}
