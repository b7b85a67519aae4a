import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { entryPoints, root } from '../packages.ts';
import { guidesOf } from './guides.ts';
import { missingFromSite } from './missing-from-site.ts';

// The last step of `npm run site`: says what a built site lacks, one line each, and fails if that is anything.
const [folder = path.join(root, 'site')] = process.argv.slice(2);
const models = readdirSync(path.join(root, 'packages'))
  .filter((name) => name.startsWith('model-') && existsSync(path.join(root, 'packages', name, 'model.safetensors')))
  .map((name) => `models/${name.slice('model-'.length)}.safetensors`);
const expected = ['index.html', 'offline.js', ...models, 'docs/index.html', 'docs/modules.html'];
const missing = missingFromSite(folder, expected);
const [documents, modules] = ['documents', 'modules'].map((name) => countIn(path.join(folder, 'docs', name)));
if (documents !== guidesOf(root).length) missing.push(`of ${guidesOf(root).length} guides, ${documents} are there`);
if ((modules ?? 0) < entryPoints().size) missing.push(`of ${entryPoints().size} modules, ${modules} are there`);
for (const line of missing) console.error(`Missing: ${line}`);
process.exitCode = missing.length > 0 ? 1 : 0;

function countIn(place: string): number {
  return existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.html')).length : 0;
}
