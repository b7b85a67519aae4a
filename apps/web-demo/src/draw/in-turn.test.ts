import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createTurns } from './in-turn.ts';

test('what takes longer is not overtaken by what was given later', async () => {
  const inTurn = createTurns();
  const seen: string[] = [];
  const slow = inTurn(async () => {
    seen.push('slow begins');
    await setTimeout(5);
    seen.push('slow ends');
  });
  const quick = inTurn(() => seen.push('quick'));
  await Promise.all([slow, quick]);
  expect(seen).toEqual(['slow begins', 'slow ends', 'quick']);
});

test('a piece of work that fails tells whoever asked for it, and the next is done', async () => {
  const inTurn = createTurns();
  const fails = inTurn(() => Promise.reject(new Error('no ink')));
  const next = inTurn(() => 'drawn');
  await expect(fails).rejects.toThrow('no ink');
  await expect(next).resolves.toBe('drawn');
});
