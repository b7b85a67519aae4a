import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { tsImport } from 'tsx/esm/api';
import { packPackages } from '../run/pack-packages.mjs';
import { root } from '../run/repository.mjs';
import { runChild } from '../run/run-child.mjs';
import { tarballFaults } from './tarball-faults.mjs';

const { readTarball } = await tsImport('../../apps/node-train/src/prepare/read-tarball.ts', import.meta.url);

// Builds every package, packs it as npm would get it, and reads the tarballs: their files, and with publint and attw.
const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-packages-'));
try {
  process.exitCode = (await packPackages(folder)) && (await checkAll()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function checkAll() {
  const results = [];
  for (const file of readdirSync(folder)) results.push(await check(path.join(folder, file)));
  return results.length > 0 && results.every(Boolean);
}

async function check(tarball) {
  const { messages, pkg } = await publint({ pack: { tarball: arrayBuffer(tarball) }, strict: true });
  for (const message of messages) console.error(`${pkg.name}: ${formatMessage(message, pkg)}`);
  // A command has no types to get wrong, and weights have none.
  const sound = messages.every(({ type }) => type === 'suggestion');
  const hasCode = Object.values(pkg.exports ?? {}).some((target) => typeof target !== 'string');
  const typesHold = !hasCode || (await arethetypeswrong(tarball, pkg)) === 0;
  const faults = tarballFaults(await readTarball(tarball, () => true));
  for (const fault of faults) console.error(`${pkg.name}: ${fault}`);
  console.log(
    `${pkg.name}: publint ${sound ? 'ok' : 'failed'}, types ${typesHold ? 'ok' : 'failed'}, files ${faults.length === 0 ? 'ok' : 'failed'}`,
  );
  return sound && typesHold && faults.length === 0;
}

function arethetypeswrong(tarball, { exports = {} }) {
  const attw = path.join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const weights = Object.keys(exports).filter((entry) => entry.endsWith('.safetensors'));
  const excluded = weights.length > 0 ? ['--exclude-entrypoints', ...weights] : [];
  return runChild(process.execPath, [attw, tarball, '--profile', 'esm-only', '--quiet', ...excluded]);
}

function arrayBuffer(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}
