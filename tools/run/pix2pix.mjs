import { runFromSource } from './run-from-source.mjs';

await runFromSource('apps/node-train/src/index.ts', process.argv.slice(2));
