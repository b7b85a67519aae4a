// Makes the API reference in docs/api. It fails where an export, a property or a method of one has no documentation, or a
// link in one leads nowhere. With --site FOLDER it goes there, together with the guides.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Application, ConsoleLogger } from 'typedoc';
import { entryPoints, root } from './packages.ts';
import { copyGuides, GUIDE_GROUPS, guidesOf, REPOSITORY } from './site/guides.ts';

/** Where GitHub Pages puts the site. */
const THE_PAGE = 'https://pix2pix-ts.github.io/pix2pix-ts/';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { site: { type: 'string' } } });
/** Instead of the packages, a file alone, and then nothing is written: how the tests see what is refused. */
const [file] = positionals;
const entries = file ? new Map([['tried', path.resolve(file)]]) : entryPoints();
const out = path.resolve(values.site ?? path.join(root, 'docs/api'));
const guides = values.site === undefined ? [] : guidesOf(root);
const copies = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-guides-'));
process.on('exit', () => rmSync(copies, { recursive: true }));
if (guides.length > 0) copyGuides(root, guides, copies);

const app = await Application.bootstrap({
  name: 'pix2pix-ts',
  entryPoints: [...entries.values()],
  tsconfig: path.join(root, 'tsconfig.json'),
  basePath: root,
  readme: path.join(guides.length > 0 ? copies : root, 'README.md'),
  projectDocuments: guides.map(({ page }) => path.join(copies, page)),
  highlightLanguages: ['bash', 'dockerfile', 'html', 'http', 'js', 'json', 'mermaid', 'sh', 'ts', 'tsx', 'yaml'],
  navigationLinks: guides.length > 0 ? { 'The page': THE_PAGE, GitHub: REPOSITORY } : {},
  groupOrder: [...GUIDE_GROUPS, '*'],
  sort: ['documents-first', 'alphabetical-ignoring-documents'],
  navigation: { includeGroups: guides.length > 0 },
  excludeExternals: true,
  // The repository's address would have to come from git, and a copy of the sources has none.
  disableSources: true,
  skipErrorChecking: true, // npm run types does that
  requiredToBeDocumented: [
    'Variable',
    'Function',
    'Class',
    'Interface',
    'TypeAlias',
    'Property',
    'Method',
    'Accessor',
    'Constructor',
  ],
  validation: { notDocumented: true, invalidLink: true, notExported: false, invalidPath: true },
  treatValidationWarningsAsErrors: true,
});
app.logger = new (class extends ConsoleLogger {
  /** What valibot infers leads to each declaration twice, which TypeDoc takes for two with a comment. */
  override log(...[message, level]: Parameters<ConsoleLogger['log']>): void {
    const isOfIt = /has multiple declarations with a comment|The comments for \S+ are declared/.test(message);
    if (!isOfIt) super.log(message, level);
  }
})();
const project = await app.convert();
if (!project) process.exit(1);
// By default TypeDoc asks for the documentation of the root's package alone, which has no code.
const packages = (project.children ?? []).map((child) => project.getSymbolIdFromReflection(child)?.packageName ?? '');
app.options.setValue('packagesRequiringDocumentation', [...new Set(packages)]);
for (const module of project.children ?? []) module.name = importName(module.name);
app.validate(project);
if (app.logger.hasErrors() || app.logger.validationWarningCount > 0) process.exit(1);
if (!file) {
  await app.generateDocs(project, out);
  console.log(path.join(out, 'index.html'));
}

/** What a module is imported by, out of the path below the root that TypeDoc calls it by. */
function importName(module: string): string {
  const place = path.join(root, module);
  const found = [...entries].find(([, entry]) => [`${place}.ts`, path.join(place, 'index.ts')].includes(entry));
  return found?.[0] ?? module;
}
