import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Project } from './new-user.ts';

/** Paints what is to be translated, says when something else is there, and runs the README's program for pages. */
const PAGE = `<!doctype html>
<title>A page with pix2pix</title>
<canvas width="64" height="64"></canvas>
<script>
  const canvasOfThePage = document.querySelector('canvas');
  canvasOfThePage.getContext('2d').fillRect(8, 8, 40, 40);
  globalThis.isTranslated = ((painted) => () => canvasOfThePage.toDataURL() !== painted)(canvasOfThePage.toDataURL());
</script>
<script type="module" src="./program-0.ts"></script>
`;

/** Builds the README's page with Vite, as it comes, with a model next to it; returns the folder of the built page. */
export async function buildPage(project: Project, vite: string, model: Uint8Array): Promise<string> {
  project.write('index.html', PAGE);
  project.write('public/model.safetensors', model);
  await project.run(process.execPath, vite, 'build', '--logLevel', 'warn');
  const files = readdirSync(path.join(project.folder, 'dist/assets'));
  if (!files.some((file) => file.endsWith('.wasm')))
    throw new Error(`Expected the engine's binaries in ${project.folder}/dist/assets, got ${files.join(', ')}.`);
  return path.join(project.folder, 'dist');
}
