import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

test('two steps are trained with a network, a norm, losses, a schedule, a kernel and a metric from outside the packages', async () => {
  const node = ['--import', 'tsx', '--conditions=@pix2pix-ts/source', 'src/train.ts'];
  const cwd = path.resolve(import.meta.dirname, '..');
  const { stdout } = await promisify(execFile)(process.execPath, node, { cwd });
  const lines = stdout
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const finite = expect.any(Number);
  const losses = { discriminator: finite, adversarial: finite, charbonnier: finite, generator: finite };
  expect(lines).toEqual([
    { step: 1, losses },
    { step: 2, losses },
    { tensors: ['first.weight', 'first.bias', 'first.norm.scale', 'last.weight', 'last.bias'] },
    { figures: expect.objectContaining({ images: 1, worst: finite }), kernelCalls: expect.any(Number) },
  ]);
  expect(lines[3].kernelCalls).toBeGreaterThan(0);
  expect(lines[3].figures.baselines.input.worst).toBe(255);
  // Of the discriminator too the norm has factors of its own.
  expect(lines[1].losses.charbonnier).toBeLessThan(lines[0].losses.charbonnier);
}, 120_000);
