import { Command } from '@commander-js/extra-typings';
import { expect, test } from '@jest/globals';
import { TRAIN_OPTIONS } from '../train/train-options.ts';
import { defineCommand } from './define-command.ts';
import { choice } from './flag-values.ts';
import { flagTable, keyOf, type OptionRow } from './options.ts';

/** The command with a flag of one's own, and what its function was given. */
async function given(...args: string[]) {
  const own = { flag: '--mood <word>', help: 'calm or wild', read: choice(['calm', 'wild']), default: 'calm' } as const;
  let seen: { mood: 'calm' | 'wild'; maxTime?: number | undefined; flip?: boolean | undefined } | undefined;
  const command = new Command('mine').exitOverride();
  defineCommand(command, [...TRAIN_OPTIONS, own], async (flags) => {
    seen = flags;
  });
  await command.parseAsync(args, { from: 'user' });
  return seen;
}

test('a row is a flag: its value is read, typed and documented', async () => {
  expect(await given('--mood', 'wild', '--max-time', '2m', '--no-flip')).toMatchObject({
    mood: 'wild',
    maxTime: 120,
    flip: false,
  });
  expect((await given())?.mood).toBe('calm');
  await expect(given('--mood', 'wlid')).rejects.toThrow(
    "Expected --mood to be one of calm, wild, got 'wlid'. Did you mean wild?",
  );
});

test('a row is a line of the README, with its words and its default', () => {
  const rows: OptionRow[] = [
    {
      flag: '--mood <word>',
      help: 'calm or wild',
      about: 'how it feels',
      read: choice(['calm', 'wild']),
      default: 'calm',
    },
    { flag: '--skip-bad', help: 'leave out what is bad', default: false },
  ];
  expect(flagTable(rows).split('\n').slice(2)).toEqual([
    '| `--mood calm\\|wild` | how it feels (calm) |',
    '| `--skip-bad` | leave out what is bad |',
  ]);
  expect(rows.map(({ flag }) => keyOf(flag))).toEqual(['mood', 'skipBad']);
});
