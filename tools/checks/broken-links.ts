import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The links of a page in Markdown that lead nowhere: to a file that is not there, or to a heading that its page does not
 * have. Addresses of other hosts are not asked.
 */
export function brokenLinks(page: string, text = readFileSync(page, 'utf8')): string[] {
  return linksOf(text).filter((link) => {
    const [file = '', anchor] = decodeURIComponent(link).split('#');
    const target = file === '' ? page : path.resolve(path.dirname(page), file);
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    return !anchorsOf(file === '' ? text : readFileSync(target, 'utf8')).has(anchor);
  });
}

/** The targets of links and images within the repository, those in code left out. */
function linksOf(text: string): string[] {
  const prose = withoutFences(text).replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const defined = [...prose.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)];
  const html = [...prose.matchAll(/<(?:img|a)\b[^>]*?\b(?:src|href)="([^"]+)"/g)];
  return [...inline, ...defined, ...html].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/i.test(link));
}

/** The anchors that GitHub gives a page's headings; the second of the same name ends in -1. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutFences(text: string): string {
  return text.replace(/^( *)(```+|~~~+).*\n(?:.*\n)*?\1\2 *$/gm, '');
}
