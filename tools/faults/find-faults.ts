/** Where a source can be broken in a small way: one piece of text, and what takes its place. */
export type Fault = { file: string; line: number; at: number; from: string; to: string };

type Slip = { pattern: RegExp; becomes: (text: string) => string[] };

const to =
  (...texts: string[]) =>
  () =>
    texts;

/** Pieces of code and what a slip would make of them. A group keeps what stands before the piece. */
const slips: readonly Slip[] = [
  // Loop bounds and edges.
  { pattern: /(?<= )<(?= )/g, becomes: to('<=') },
  { pattern: /(?<= )<=(?= )/g, becomes: to('<') },
  { pattern: /(?<= )>(?= )/g, becomes: to('>=') },
  { pattern: /(?<= )>=(?= )/g, becomes: to('>') },
  { pattern: /(?<= )===?(?= )/g, becomes: to('!=') },
  { pattern: /(?<= )!==?(?= )/g, becomes: to('==') },
  { pattern: /\b(?:Math\.)?min(?=[(<])/g, becomes: (text) => [text.replace('min', 'max')] },
  { pattern: /\b(?:Math\.)?max(?=[(<])/g, becomes: (text) => [text.replace('max', 'min')] },
  { pattern: /\bMath\.ceil(?=\()/g, becomes: to('Math.floor') },
  { pattern: /\bMath\.floor(?=\()/g, becomes: to('Math.ceil') },
  // Strides and constants. Words such as f32x4 hold no number of their own.
  { pattern: /(?<![\w.$])\d+(?![\w.])/g, becomes: (text) => [String(Number(text) + 1), String(Number(text) - 1)] },
  { pattern: /(?<![\w.$])\d+\.\d+(?:e-?\d+)?(?![\w.])/g, becomes: (text) => [String(Number(text) * 1.001 + 1e-6)] },
  { pattern: /(?<= )\+(?= )/g, becomes: to('-') },
  { pattern: /(?<= )-(?= )/g, becomes: to('+') },
  { pattern: /(?<= )\*(?= )/g, becomes: to('+') },
  { pattern: /(?<= )(?:\+=)(?= )/g, becomes: to('=') },
];

/** A line that is a statement by itself: without it, something is not stored, not cleared or not moved on. */
const STATEMENT = /^\s+(?!\s|return|const|let|break|continue|export|import|type|throw|else|\}).*;$/;

/** All faults of a source. Comments, imports, types and messages are left alone. */
export function findFaults(file: string, source: string): Fault[] {
  const faults: Fault[] = [];
  let at = 0;
  let inComment = false;
  for (const [index, text] of source.split('\n').entries()) {
    const trimmed = text.trim();
    if (trimmed.startsWith('/*')) inComment = true;
    const isCode =
      !inComment && !/^(\/\/|import |export \{|@|type |throw )/.test(trimmed) && !/`|: i32;$|: usize;$/.test(text);
    if (inComment && trimmed.endsWith('*/')) inComment = false;
    if (isCode) {
      const code = text.replace(/\/\/.*$/, '').replace(/'[^']*'/g, (string) => '_'.repeat(string.length));
      const add = (from: string, to: string, column: number) =>
        faults.push({ file, line: index + 1, at: at + column, from, to });
      for (const { pattern, becomes } of slips)
        for (const match of code.matchAll(pattern)) {
          const [found] = match;
          for (const text of becomes(found)) add(found, text, match.index);
        }
      if (STATEMENT.test(code)) add(trimmed.replace(/\s*\/\/.*$/, ''), ';', text.indexOf(trimmed));
    }
    at += text.length + 1;
  }
  return faults;
}

/** The source with the fault in it. */
export function plant(source: string, { at, from, to }: Fault): string {
  if (source.slice(at, at + from.length) !== from) throw new Error(`Expected '${from}' at ${at}, got another source.`);
  return source.slice(0, at) + to + source.slice(at + from.length);
}

/** What a fault is called in lists, and found again by after a restart. */
export const nameOf = ({ file, line, at, from, to }: Fault): string => `${file}:${line} @${at} ${from} -> ${to}`;

/** As many of the faults as asked for, in an order that depends on the seed. */
export function sampleOf(faults: readonly Fault[], count: number, seed: number): Fault[] {
  const left = [...faults];
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let last = left.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [left[last], left[other]] = [left[other] as Fault, left[last] as Fault];
  }
  return left.slice(0, count);
}
