import { readFileSync } from 'node:fs';
import path from 'node:path';
import { markdownPages, root } from './markdown-pages.ts';

/** A block of code in a page: its language as the fence names it, and its text. */
export type CodeBlock = { page: string; language: string; code: string };

/** The pages that people read to use the project: every README but those of tools, and docs. */
export const guides = markdownPages().filter((page) =>
  /^((README|CONTRIBUTING)\.md$|docs\/|(packages|apps|examples)\/([^/]+\/)?README\.md$)/.test(page),
);

/** The blocks of code of a page, in its order. */
export function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    page,
    language,
    code,
  }));
}
