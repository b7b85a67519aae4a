import { root } from './repository.mjs';
import { runFromSource } from './run-from-source.mjs';

// The repository is what is published, wherever npm was called.
await runFromSource('tools/release/src/publish.ts', process.argv.slice(2), root);
