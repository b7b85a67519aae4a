import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const MEGABYTES = 64;
/** Faults that fresh memory of this size costs, in pages of 4 kB. */
const PAGES = (MEGABYTES * 2 ** 20) / 4096;

/** The mean of page faults that a new array of 64 MB costs, each after the one before was freed. */
function faultsOfAnArray(before: string): number {
  const script = `
    import { keepFreedMemory } from '${new URL('keep-freed-memory.ts', import.meta.url)}';
    ${before}
    const faults = () => process.resourceUsage().minorPageFault;
    const counts = [];
    for (let round = 0; round < 6; round++) {
      const start = faults();
      new Float32Array(${MEGABYTES * 2 ** 18}).fill(1);
      counts.push(faults() - start);
      gc(); // frees the array
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log(counts.slice(2).reduce((sum, count) => sum + count) / 4);`;
  const flags = ['--expose-gc', '--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return Number(stdout);
}

const isGlibc = 'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;

test('memory of a freed array serves the next one without page faults, where the allocator is glibc', () => {
  expect(faultsOfAnArray('')).toBeGreaterThan(isGlibc ? PAGES / 2 : 0);
  if (isGlibc) expect(faultsOfAnArray('await keepFreedMemory();')).toBeLessThan(PAGES / 4);
});
