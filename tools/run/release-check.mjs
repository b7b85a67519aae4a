import { root } from './repository.mjs';
import { runFromSource } from './run-from-source.mjs';

await runFromSource('tools/release/src/release-check.ts', process.argv.slice(2), root);
