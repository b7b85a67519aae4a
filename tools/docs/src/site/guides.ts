import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A page in Markdown that the site has: where it is in the repository, what it is called, and among which pages it is listed. */
export type Guide = { readonly page: string; readonly title: string; readonly group: string };

/** Where files are that the site does not have. */
export const REPOSITORY = 'https://github.com/pix2pix-ts/pix2pix-ts';

/** The folders of guides in the order in which the site lists them, by the names of their lists. */
const GROUPS = {
  Guides: ['docs'],
  Concepts: ['docs/concepts'],
  'Coming from': ['docs/coming-from'],
  Packages: ['packages/*', 'apps/*'],
  Examples: ['examples', 'examples/*'],
  Decisions: ['docs/decisions'],
};

/** The names of the lists in their order. */
export const GUIDE_GROUPS: readonly string[] = Object.keys(GROUPS);

/** Every guide of a repository but its README, which the site begins with. */
export function guidesOf(root: string): Guide[] {
  const found = Object.entries(GROUPS).flatMap(([group, folders]) =>
    folders.flatMap((folder) => pagesIn(root, folder)).map((page) => ({ group, page })),
  );
  return [...found, { group: 'Guides', page: 'CONTRIBUTING.md' }].map(({ group, page }) => ({
    page,
    group,
    title: titleOf(readFileSync(path.join(root, page), 'utf8')) ?? page,
  }));
}

/**
 * Writes the README and the guides to the same places below another folder, as TypeDoc reads them: with their titles at their
 * heads, and with links to files that the site does not have leading to the repository's host; and the pictures that they show.
 */
export function copyGuides(root: string, guides: readonly Guide[], target: string): void {
  const there = new Set(['README.md', ...guides.map(({ page }) => page)]);
  for (const page of there) {
    const text = readFileSync(path.join(root, page), 'utf8');
    const guide = guides.find((one) => one.page === page);
    const linked = withLinks(text, (link) => linkOnSite(root, page, link, there));
    const file = path.join(target, page);
    mkdirSync(path.dirname(file), { recursive: true });
    for (const picture of picturesOf(page, linked)) {
      mkdirSync(path.dirname(path.join(target, picture)), { recursive: true });
      copyFileSync(path.join(root, picture), path.join(target, picture));
    }
    const head = guide ? `---\ntitle: ${JSON.stringify(guide.title)}\ngroup: ${guide.group}\n---\n` : '';
    // TypeDoc writes the title of the first page alone.
    writeFileSync(file, head + (guide ? linked : linked.replace(/^# .*\n/, '')));
  }
}

/** Where a link of a page leads on the site. */
export function linkOnSite(root: string, page: string, link: string, there: ReadonlySet<string>): string {
  if (/^([a-z]+:|#)/i.test(link)) return link;
  const [file = '', anchor] = link.split('#');
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(page), file)).replace(/\/$/, '');
  // A folder stands for its README, as on the repository's host.
  const readme = path.posix.join(target, 'README.md');
  const known = [target, readme].find((name) => there.has(name));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (known) return `${path.posix.relative(path.posix.dirname(page), known)}${hash}`;
  if (isPicture(target)) return link;
  const place = path.join(root, target);
  const kind = existsSync(place) && statSync(place).isDirectory() ? 'tree' : 'blob';
  return `${REPOSITORY}/${kind}/main/${target}${hash}`;
}

/** The pictures of the repository that a page shows, by their places. */
function picturesOf(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^):\s]+)\)/g)].map(([, link = '']) => link).filter(isPicture);
  return links.map((link) => path.posix.normalize(path.posix.join(path.posix.dirname(page), link)));
}

function isPicture(name: string): boolean {
  return /\.(png|webp|svg)$/.test(name);
}

/** A text with every link of its prose replaced. */
function withLinks(text: string, replace: (link: string) => string): string {
  return text
    .split(/^(```[\s\S]*?^```$)/m)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part.replace(/(\]\()([^)\s]+)(\))/g, (_, open, link, close) => open + replace(link) + close),
    )
    .join('');
}

function titleOf(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1]?.replaceAll('`', '');
}

/** The pages of a folder; of one whose name ends in a star, the READMEs of the folders below it. */
function pagesIn(root: string, folder: string): string[] {
  const parent = folder.replace(/\/\*$/, '');
  const names = readdirSync(path.join(root, parent)).sort(byNumber);
  if (parent === folder)
    return names.filter((name) => name.endsWith('.md')).map((name) => path.posix.join(folder, name));
  return names
    .map((name) => path.posix.join(parent, name, 'README.md'))
    .filter((page) => existsSync(path.join(root, page)));
}

/** README first, 2 before 10. */
function byNumber(one: string, other: string): number {
  const first = Number(other === 'README.md') - Number(one === 'README.md');
  return first || one.localeCompare(other, 'en', { numeric: true });
}
