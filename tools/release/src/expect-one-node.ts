import type { ScratchClone } from './scratch-clone.ts';

/** Holds npm, and what the pinned pnpm starts, to run in the Node of this process: a release is tried on one version alone. */
export async function expectOneNode({ run }: ScratchClone): Promise<void> {
  const ofNpm = JSON.parse(await run('npm', 'version', '--json')).node;
  const ofPnpm = (await run(process.execPath, 'tools/run/pnpm.mjs', '--silent', 'exec', 'node', '--version')).trim();
  const ours = process.version;
  if (`v${ofNpm}` !== ours || ofPnpm !== ours)
    throw new Error(`Expected npm and pnpm to run in Node ${ours}, got v${ofNpm} and ${ofPnpm}.`);
}
