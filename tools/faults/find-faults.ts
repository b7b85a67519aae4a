/** What a slip does to a kernel. */
type FaultKind =
  | 'loop bound'
  | 'last round lost'
  | 'edge'
  | 'stride'
  | 'constant'
  | 'not cleared'
  | 'term'
  | 'left out';

/** Where a source can be broken in a small way: one piece of text, and what takes its place. */
export type Fault = { file: string; line: number; at: number; from: string; to: string; kind: FaultKind };

type Slip = { kind: FaultKind; pattern: RegExp; becomes: (text: string, step?: string) => string[] };

const to =
  (...texts: string[]) =>
  () =>
    texts;

/** Pieces of code and what a slip would make of them. A group keeps what comes before the piece. */
const slips: readonly Slip[] = [
  // One round less: a thread's last rows are lost. A step that is not a number of its own is 1.
  {
    kind: 'last round lost',
    pattern: /(?<=; \w+ )<(?= [^;]*; \w+(?: \+= (?<step>\w+)|\+\+)\))/g,
    becomes: (_, step = '1') => [`+ ${step} <`],
  },
  { kind: 'edge', pattern: /(?<= )<(?= )/g, becomes: to('<=') },
  { kind: 'edge', pattern: /(?<= )<=(?= )/g, becomes: to('<') },
  { kind: 'edge', pattern: /(?<= )>(?= )/g, becomes: to('>=') },
  { kind: 'edge', pattern: /(?<= )>=(?= )/g, becomes: to('>') },
  { kind: 'edge', pattern: /(?<= )===?(?= )/g, becomes: to('!=') },
  { kind: 'edge', pattern: /(?<= )!==?(?= )/g, becomes: to('==') },
  { kind: 'edge', pattern: /\b(?:Math\.)?min(?=[(<])/g, becomes: (text) => [text.replace('min', 'max')] },
  { kind: 'edge', pattern: /\b(?:Math\.)?max(?=[(<])/g, becomes: (text) => [text.replace('max', 'min')] },
  { kind: 'edge', pattern: /\bMath\.ceil(?=\()/g, becomes: to('Math.floor') },
  { kind: 'edge', pattern: /\bMath\.floor(?=\()/g, becomes: to('Math.ceil') },
  // The first block of terms adds to what lay there before.
  { kind: 'not cleared', pattern: /\bk > 0(?=[,)])/g, becomes: to('true') },
  // Words such as f32x4 hold no number of their own.
  {
    kind: 'constant',
    pattern: /(?<![\w.$])\d+(?![\w.])/g,
    becomes: (text) => [String(Number(text) + 1), String(Number(text) - 1)],
  },
  // WGSL's numbers of type u32.
  {
    kind: 'constant',
    pattern: /(?<![\w.$])\d+(?=u\b)/g,
    becomes: (text) => [String(Number(text) + 1), ...(Number(text) > 0 ? [String(Number(text) - 1)] : [])],
  },
  {
    kind: 'constant',
    pattern: /(?<![\w.$])\d+\.\d+(?:e-?\d+)?(?![\w.])/g,
    becomes: (text) => [String(Number(text) * 1.001 + 1e-6)],
  },
  { kind: 'term', pattern: /(?<= )\+(?= )/g, becomes: to('-') },
  { kind: 'term', pattern: /(?<= )-(?= )/g, becomes: to('+') },
  { kind: 'term', pattern: /(?<= )\*(?= )/g, becomes: to('+') },
  { kind: 'term', pattern: /(?<= )(?:\+=)(?= )/g, becomes: to('=') },
];

/** Some slips are of another kind because of where they are. */
function kindAt(kind: FaultKind, code: string, at: number): FaultKind {
  const before = code.slice(0, at);
  if (kind === 'edge' && /^\s*(?:if .*)?(?:for|while) \(/.test(code)) return 'loop bound';
  if (kind === 'constant' && /[+-]= $/.test(before)) return 'stride';
  if (
    kind === 'constant' &&
    /let \w+(?: = f\d\dx\d\.splat\(|: f\d\d = )$/.test(before) &&
    /^0(?!\.)/.test(code.slice(at))
  )
    return 'not cleared';
  if (kind === 'left out' && /fill\(/.test(code)) return 'not cleared';
  if (kind === 'left out' && /^\s*\w+ [+-]= /.test(code)) return 'stride';
  return kind;
}

/** A line that is a statement by itself: without it, something is not stored, not cleared or not moved on. */
const STATEMENT = /^\s+(?!\s|return|const|let|break|continue|export|import|type|throw|else|[\])}]|\w+\??: ).*;$/;

/** A string holds words, unless it is WGSL: that has brackets, and is no sentence. */
const withoutWords = (string: string) => (/^'[a-z][^']*[[(]/.test(string) ? string : '_'.repeat(string.length));

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
      const code = text.replace(/\/\/.*$/, '').replace(/'[^']*'/g, withoutWords);
      const add = (kind: FaultKind, from: string, to: string, column: number) =>
        faults.push({ file, line: index + 1, at: at + column, from, to, kind: kindAt(kind, code, column) });
      for (const { kind, pattern, becomes } of slips)
        for (const match of code.matchAll(pattern)) {
          const [found] = match;
          for (const text of becomes(found, match.groups?.step)) add(kind, found, text, match.index);
        }
      if (STATEMENT.test(code)) add('left out', trimmed.replace(/\s*\/\/.*$/, ''), ';', text.indexOf(trimmed));
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

/** As many of the faults as asked for, of each kind in turn, in an order that depends on the seed. */
export function sampleOf(faults: readonly Fault[], count: number, seed: number): Fault[] {
  const left = shuffled(faults, seed);
  const kinds = [...new Set(faults.map(({ kind }) => kind))].map((kind) => left.filter((fault) => fault.kind === kind));
  const most = Math.max(0, ...kinds.map(({ length }) => length));
  const inTurn = Array.from({ length: most }, (_, i) => kinds.flatMap((ofKind) => ofKind[i] ?? []));
  return inTurn.flat().slice(0, count);
}

function shuffled(faults: readonly Fault[], seed: number): Fault[] {
  const left = [...faults];
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let last = left.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [left[last], left[other]] = [left[other] as Fault, left[last] as Fault];
  }
  return left;
}
