import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a folder for a host lacks: files that have to be there, and what its pages load or link to; one line each. */
export function missingFromSite(folder: string, expected: readonly string[]): string[] {
  const files = expected.filter((name) => !isFile(path.join(folder, name)));
  const links = htmlFiles(folder).flatMap((page) =>
    targetsOf(readFileSync(path.join(folder, page), 'utf8'))
      .filter((target) => !leadsToFile(folder, page, target))
      .map((target) => `${page} leads to ${target}`),
  );
  return [...files, ...new Set(links)];
}

/** The addresses within the site that a page names, without what follows them. */
function targetsOf(html: string): string[] {
  const withoutCode = html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, (script) =>
    script.slice(0, script.indexOf('>') + 1),
  );
  const named = [...withoutCode.matchAll(/<[a-z][^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target);
  return named
    .filter((target) => !/^([a-z]+:|\/\/|#|\?|$)/i.test(target))
    .map((target) => target.replace(/[?#].*$/, ''));
}

function leadsToFile(folder: string, page: string, target: string): boolean {
  const place = path.resolve(folder, path.dirname(page), decodeURIComponent(target.replaceAll('&amp;', '&')));
  // A host shows a folder's index.html, and nothing that lies outside.
  if (path.relative(folder, place).startsWith('..')) return false;
  return isFile(place) || isFile(path.join(place, 'index.html'));
}

function isFile(place: string): boolean {
  return existsSync(place) && statSync(place).isFile();
}

function htmlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
}
