import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pinnedPnpm } from '../run/pinned-pnpm.mjs';
import { refusedLicences } from './refused-licences.mjs';

// Lists the licences of all that our packages and the page bring along, from what is installed; fails where one is not allowed.
const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-licences-'));
try {
  process.exitCode = await listLicences(path.join(folder, 'licences.json'));
} finally {
  rmSync(folder, { recursive: true });
}

async function listLicences(file) {
  const out = openSync(file, 'w');
  const wanted = ['--filter', './packages/*', '--filter', './apps/*', 'licenses', 'list', '--prod', '--json'];
  const status = await pinnedPnpm(wanted, { stdio: ['ignore', out, 2] });
  closeSync(out);
  if (status !== 0) return status;
  const listing = JSON.parse(readFileSync(file, 'utf8'));
  for (const [licence, packages] of Object.entries(listing)) {
    const names = packages.flatMap(({ name, versions }) => versions.map((version) => `${name}@${version}`));
    console.log(`${licence}: ${names.sort().join(', ')}`);
  }
  const refused = refusedLicences(listing);
  for (const line of refused) console.error(line);
  return refused.length > 0 || Object.keys(listing).length === 0 ? 1 : 0;
}
