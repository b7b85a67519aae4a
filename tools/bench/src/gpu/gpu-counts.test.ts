import { expect, test } from '@jest/globals';
import { countGpuStep } from './gpu-counts.ts';

const IMAGES = 2;

test.each([
  { preset: 'fast', most: { dispatches: 240, boundBytes: 0.34e9, poolBytes: 0.11e9 }, inForms: 0.98 },
  { preset: 'pytorch-gan', most: { dispatches: 280, boundBytes: 3e9, poolBytes: 1.2e9 }, inForms: 0.58 },
] as const)(
  'a step of $preset is recorded in one pass with one upload besides its images, and multiplies less in forms',
  async ({ preset, most, inForms }) => {
    const {
      eager,
      winograd,
      device: _,
      hostMs,
      ...recorded
    } = await countGpuStep({ preset, batch: undefined, steps: 1 });
    expect(recorded).toMatchObject({ passes: 1, submits: 1, uploads: IMAGES + 1 });
    for (const [name, limit] of Object.entries(most))
      expect(recorded[name as keyof typeof most]).toBeLessThanOrEqual(limit);
    expect(recorded.dispatches).toBe(eager.dispatches);
    expect(recorded.boundBytes).toBe(eager.boundBytes);
    expect(hostMs).toBeGreaterThan(0);
    expect(recorded.gflop).toBe(eager.gflop);
    expect(winograd.gflop / recorded.gflop).toBeLessThanOrEqual(inForms);
    for (const name of ['dispatches', 'boundBytes'] as const)
      expect(winograd[name]).toBeLessThanOrEqual(recorded[name]);
  },
  120_000,
);
