import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { printNote } from './output.ts';
import { clock, startProgress } from './progress.ts';

let said: jest.Spied<typeof process.stderr.write>;
beforeEach(() => {
  said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => said.mockRestore());

test.each([
  [0.2, '0:01'],
  [65, '1:05'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

describe('progress without a terminal', () => {
  test('is a line at the end, and not one for every step', () => {
    const progress = startProgress({ title: 'Drawing', total: 500, unit: 'pairs' });
    for (let done = 1; done <= 500; done++) progress.update(done, 'L1 0.1');
    progress.stop('All drawn.');
    expect(said.mock.calls.map(([text]) => text)).toEqual(['Drawing 500/500 pairs  L1 0.1\n', 'All drawn.\n']);
  });
});

/** What a terminal of any height shows of text with these escapes: return, new line, clearing the rest of a row. */
function rowsOf(text: string): string[] {
  const rows = [''];
  let column = 0;
  for (const part of text.replaceAll('\x1b[K', '\0')) {
    const row = rows.at(-1) as string;
    if (part === '\r') column = 0;
    else if (part === '\n') [column] = [0, rows.push('')];
    else if (part === '\0') rows[rows.length - 1] = row.slice(0, column);
    else rows[rows.length - 1] = row.slice(0, column) + part + row.slice(++column);
  }
  return rows;
}

describe('progress on a terminal', () => {
  const { isTTY, columns } = process.stderr;
  const { TERM, NO_COLOR } = process.env;
  beforeEach(() => {
    Object.assign(process.stderr, { isTTY: true, columns: 40 });
    process.env.TERM = 'xterm';
    delete process.env.NO_COLOR;
  });
  afterEach(() => {
    Object.assign(process.stderr, { isTTY, columns });
    for (const [name, value] of Object.entries({ TERM, NO_COLOR }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  const written = () => said.mock.calls.map(([text]) => String(text)).join('');

  test('keeps every message above the bar, moves nothing but its own row, and never reaches the edge', () => {
    const progress = startProgress({ title: 'Drawing', total: 5, unit: 'pairs' });
    progress.print('a.png is damaged');
    process.stderr.columns = 20;
    printNote('Stopping ...');
    progress.update(5, 'a note that is longer than the row');
    progress.stop('All drawn.');
    expect(rowsOf(written())).toEqual(['a.png is damaged', 'Stopping ...', 'All drawn.', '']);
    // No other escape: nothing is restored to a place that has scrolled by then.
    expect(written().replaceAll('\x1b[K', '')).not.toContain('\x1b');
  });

  test.each([{ TERM: 'dumb' }, { NO_COLOR: '1' }])('has no escapes with %o', (environment) => {
    Object.assign(process.env, environment);
    const progress = startProgress({ title: 'Drawing', total: 2, unit: 'pairs' });
    progress.print('a.png is damaged');
    progress.update(2);
    progress.stop();
    expect(written()).toBe('a.png is damaged\nDrawing 2/2 pairs\n');
  });
});
