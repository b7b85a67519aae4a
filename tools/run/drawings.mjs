import { runFromSource } from './run-from-source.mjs';

await runFromSource('apps/node-train/build/drawings/drawings-command.ts', process.argv.slice(2));
