import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the last run's tally is, for whoever wants it as the last line of a longer log. */
const tallyFile = fileURLToPath(new URL('../node_modules/.cache/pix2pix-ts/test-tally.txt', import.meta.url));

/**
 * Ends a run with one line, `N passed, N failed, N skipped`. A test file that did not run counts as one failure. With
 * `PIX2PIX_TALLY=add` in the environment the run before it is counted in.
 */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const before = process.env.PIX2PIX_TALLY === 'add' ? readTally() : [0, 0, 0];
    const [passed, failed, skipped] = [
      before[0] + results.numPassedTests,
      before[1] + results.numFailedTests + results.numRuntimeErrorTestSuites,
      before[2] + results.numPendingTests + results.numTodoTests,
    ];
    const tally = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    mkdirSync(dirname(tallyFile), { recursive: true });
    writeFileSync(tallyFile, `${tally}\n`);
    console.log(tally);
  }
}

/** What the last run counted: passed, failed, skipped. */
function readTally() {
  const [passed = 0, failed = 0, skipped = 0] = readFileSync(tallyFile, 'utf8').match(/\d+/g).map(Number);
  return [passed, failed, skipped];
}
