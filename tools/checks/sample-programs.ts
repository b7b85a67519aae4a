import { type CodeBlock, codeBlocks, guides } from './code-blocks.ts';

/** A program in TypeScript from a guide, with a name for its file. */
export type SampleProgram = { name: string; page: string; code: string; runsIn: 'node' | 'browser' };

/** A program for a browser touches its page, or loads a model from where the page comes from. */
const FOR_A_BROWSER = /\bdocument\b|loadTranslator\('(\/|https:)/;

/** The blocks of TypeScript in the guides. */
export const typeScriptBlocks: CodeBlock[] = guides.flatMap(codeBlocks).filter(({ language }) => language === 'ts');

/** All of them as programs. */
export const samplePrograms: SampleProgram[] = typeScriptBlocks.map(({ page, code }, index) => ({
  name: `${page.replace(/\W+/g, '-')}-${typeScriptBlocks.slice(0, index + 1).filter((block) => block.page === page).length}`,
  page,
  code: `${code}\nexport {};\n`,
  runsIn: FOR_A_BROWSER.test(code) ? 'browser' : 'node',
}));
