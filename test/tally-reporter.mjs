import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the last run's tally stands, for whoever wants it as the last line of a longer log. */
const tallyFile = fileURLToPath(new URL('../node_modules/.cache/pix2pix-ts/test-tally.txt', import.meta.url));

/** Ends a run with one line, `N passed, N failed, N skipped`. A test file that did not run counts as one failure. */
export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tally = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    mkdirSync(dirname(tallyFile), { recursive: true });
    writeFileSync(tallyFile, `${tally}\n`);
    console.log(tally);
  }
}
