import { runFromSource } from './run-from-source.mjs';

await runFromSource('apps/node-train/build/make-model-command.ts', process.argv.slice(2));
