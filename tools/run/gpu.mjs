import { runFromSource } from './run-from-source.mjs';

await runFromSource('tools/bench/src/card/index.ts', process.argv.slice(2));
