import { root } from './repository.mjs';
import { runFromSource } from './run-from-source.mjs';

// data/start and runs/start are in the repository, wherever npm was called.
await runFromSource('apps/node-train/src/index.ts', ['start', ...process.argv.slice(2)], root);
