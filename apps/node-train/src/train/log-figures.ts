import { parseJson } from '../files/parse-json.ts';
import { wholeLines } from '../files/whole-lines.ts';

/** The figures that one line of a run's log holds, by the names that tables and TensorBoard have for them. */
export type LogFigures = {
  readonly step: number;
  /** Since the run's beginning; null where the line does not say. */
  readonly seconds: number | null;
  /** `loss/l1`, `held-out/l1` (of `--eval-every`), `evaluation/l1` (at the end), `images/s`. */
  readonly figures: Readonly<Record<string, number>>;
};

/** What the figures of each kind of line are called in front. */
const GROUPS: Readonly<Record<string, string>> = { step: 'loss', 'held-out': 'held-out', evaluation: 'evaluation' };
/** What a line also says, but is nothing to draw. */
const NO_FIGURES: ReadonlySet<string> = new Set(['step', 'seconds', 'images']);

/**
 * The figures of a log's lines from a byte on; lines of other kinds, and one that is still being written, are left out.
 *
 * @returns in the end the byte after the last complete line, for the next time
 */
export async function* logFigures(path: string, from = 0): AsyncGenerator<LogFigures, number> {
  let at = from;
  for await (const { text, end } of wholeLines(path, from)) {
    at = end;
    const figures = figuresIn(text);
    if (figures) yield figures;
  }
  return at;
}

function figuresIn(text: string | null): LogFigures | undefined {
  const line = parsed(text);
  const group = GROUPS[String(line?.type)];
  if (line === undefined || group === undefined || typeof line.step !== 'number') return undefined;
  const figures = Object.entries(line)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number' && !NO_FIGURES.has(entry[0]))
    .map(([name, value]) => [name === 'imagesPerSecond' ? 'images/s' : `${group}/${name}`, value] as const);
  const { step, seconds } = line;
  return { step, seconds: typeof seconds === 'number' ? seconds : null, figures: Object.fromEntries(figures) };
}

function parsed(text: string | null): Record<string, unknown> | undefined {
  try {
    const line: unknown = parseJson(text ?? '');
    return typeof line === 'object' && line !== null ? { ...line } : undefined;
  } catch {
    return undefined;
  }
}
