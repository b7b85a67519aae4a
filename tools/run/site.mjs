import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pinnedPnpm } from './pinned-pnpm.mjs';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';
import { runFromSource } from './run-from-source.mjs';

// `npm run site`: the page, and below docs/ the guides and the API reference, in site/ as a host gets them.
const site = path.join(root, 'site');

if (process.argv.length > 2) {
  console.error(`Expected no arguments, got ${process.argv.slice(2).join(' ')}. Leave them out.`);
  process.exit(2);
}
await prepareWorkspace();
const folder = path.join(root, `.cache/site-${process.pid}`);
mkdirSync(folder, { recursive: true });
try {
  await must('page', () =>
    pinnedPnpm([
      '--dir',
      'apps/web-demo',
      'exec',
      'vite',
      'build',
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ]),
  );
  await must('docs', () => fromSource('tools/docs/src/reference.ts', ['--site', path.join(folder, 'docs')]));
  await must('check', () => fromSource('tools/docs/src/site/check-site.ts', [folder]));
  rmSync(site, { recursive: true, force: true });
  renameSync(folder, site);
  console.log(`${site} is complete: the page, and in docs/ the guides and the API reference.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fromSource(file, args) {
  await runFromSource(file, args, root);
  return process.exitCode;
}

async function must(step, run) {
  const status = await run();
  if (!status) return;
  console.error(`Expected the step "${step}" to succeed, got exit status ${status}. Its own message is above.`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
