import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, writeAtomically } from '@pix2pix-ts/common/node';
import { type LogFigures, logFigures } from './log-figures.ts';
import { LOG_FILE } from './run-folder.ts';

/** The log's figures as a table, in the folder of a run. */
const TABLE_FILE = 'log.csv';

/** Keeps a run's table up to date with its log. */
export type LogTable = {
  /** Appends the rows of what the log has got since, except that of the latest step, which may still get more. */
  follow(): Promise<void>;
  /** Writes the table of the complete log. */
  write(): Promise<void>;
};

/**
 * `log.csv` next to `log.jsonl`: a row for each step of which there are figures, a column for each figure, empty where it
 * was not measured. What is in the log decides, so a run that is resumed has each row once.
 */
export function logTable(folder: string): LogTable {
  const [path, log] = [join(folder, TABLE_FILE), join(folder, LOG_FILE)];
  let columns: readonly string[] = [];
  let at = 0;
  let latest: LogFigures | undefined;

  async function write(isWanted: (row: LogFigures) => boolean = () => true): Promise<void> {
    columns = await columnsOf(log);
    if (columns.length > 0) await writeAtomically(path, table(log, columns, isWanted));
  }

  return {
    write,
    async follow() {
      const rows: LogFigures[] = [];
      const lines = logFigures(log, at);
      let line = await lines.next();
      for (; !line.done; line = await lines.next()) {
        if (latest && latest.step !== line.value.step) rows.push(latest);
        latest = joined(latest, line.value);
      }
      at = line.value;
      if (latest && hasOther([...rows, latest], columns)) return write(({ step }) => step !== latest?.step);
      if (rows.length === 0) return;
      const text = rows.map((row) => lineOf(row, columns)).join('');
      await appendFile(path, text).catch((error) => {
        throw new FileError('write', path, error);
      });
    },
  };
}

function hasOther(rows: readonly LogFigures[], columns: readonly string[]): boolean {
  return rows.some(({ figures }) => Object.keys(figures).some((name) => !columns.includes(name)));
}

async function columnsOf(log: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const { figures } of logFigures(log)) for (const name of Object.keys(figures)) names.add(name);
  return [...names];
}

async function* table(
  log: string,
  columns: readonly string[],
  isWanted: (row: LogFigures) => boolean,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${['step', 'seconds', ...columns].map(cell).join(',')}\n`);
  let row: LogFigures | undefined;
  for await (const figures of logFigures(log)) {
    if (row && row.step !== figures.step && isWanted(row)) yield Buffer.from(lineOf(row, columns));
    row = joined(row, figures);
  }
  if (row && isWanted(row)) yield Buffer.from(lineOf(row, columns));
}

/** What the log says of one step in several lines; only the second where the first is of another step. */
function joined(one: LogFigures | undefined, other: LogFigures): LogFigures {
  return one?.step === other.step ? { ...other, figures: { ...one.figures, ...other.figures } } : other;
}

function lineOf({ step, seconds, figures }: LogFigures, columns: readonly string[]): string {
  return `${[step, seconds ?? '', ...columns.map((name) => figures[name] ?? '')].map(cell).join(',')}\n`;
}

/** As RFC 4180 quotes it: a loss may have any name. */
function cell(value: number | string): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
