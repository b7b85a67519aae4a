import { createHash } from 'node:crypto';

/** Text that is HTML already; everything else is escaped when it is put into a page. */
export type Html = { readonly html: string };

/** What can be in a template. */
export type HtmlPart = Html | string | number | null | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML from a template: strings put into it become text, in an attribute's quotes too; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: strings.reduce((page, text, i) => page + textOf(parts[i - 1] ?? null) + text) };
}

/** What a page takes for an error, or what turns the words around it: control characters and those of reading direction. */
const NOT_SHOWN = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text of our own that is HTML, CSS or a script already. */
export function trusted(text: string): Html {
  return { html: text };
}

/** Values for a script to read: inert, whatever the strings in them say. */
export function jsonBlock(values: unknown): Html {
  return trusted(`<script type="application/json">${JSON.stringify(values).replaceAll('<', '\\u003c')}</script>`);
}

/** How a content security policy names an inline script. */
export function scriptHash(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

function textOf(part: HtmlPart): string {
  if (part === null) return '';
  if (Array.isArray(part)) return part.map(({ html }) => html).join('');
  if (typeof part === 'object') return (part as Html).html;
  return String(part)
    .replace(NOT_SHOWN, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
