import { runFromSource } from './run-from-source.mjs';

await runFromSource('tools/compare-kernels/index.ts', process.argv.slice(2));
