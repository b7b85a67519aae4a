import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRegistry } from './local-registry.ts';
import { releaseOnce } from './release-once.ts';
import { makeScratchClone } from './scratch-clone.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const scratch = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-release-'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work();
  console.log(`ok  ${what}  ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result;
}

const registry = await step('a registry of this machine', () => startRegistry(path.join(scratch, 'registry')));
try {
  const clone = await step('a clone of the repository', () =>
    makeScratchClone(root, path.join(scratch, 'repository'), registry),
  );
  await step('the first release', () => releaseOnce(clone));
} finally {
  registry.stop();
}
