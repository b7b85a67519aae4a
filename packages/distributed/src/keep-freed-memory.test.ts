import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const MEGABYTES = 64;
/** Faults that fresh memory of this size costs, in pages of 4 kB. */
const PAGES = (MEGABYTES * 2 ** 20) / 4096;

/** Some systems have pages of 2 MB by themselves, of which an array costs hardly any; not so where glibc is told this. */
const SMALL_PAGES = `
    const PR_SET_THP_DISABLE = 41;
    try {
      koffi.load('libc.so.6').func('prctl', 'int', ['int', ...Array(4).fill('ulong')])(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    } catch {} // another system`;

/** The fewest page faults that a new array of 64 MB costs, of several that are each made once the one before was freed. */
function faultsOfAnArray(before: string): number {
  const script = `
    import { keepFreedMemory } from '${new URL('keep-freed-memory.ts', import.meta.url)}';
    import koffi from '${import.meta.resolve('koffi')}';
    ${before}
    ${SMALL_PAGES}
    const faults = () => process.resourceUsage().minorPageFault;
    const counts = [];
    for (let round = 0; round < 8; round++) {
      const start = faults();
      new Float32Array(${MEGABYTES * 2 ** 18}).fill(1);
      counts.push(faults() - start);
      gc(); // frees the array
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log(Math.min(...counts.slice(2)));`;
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
