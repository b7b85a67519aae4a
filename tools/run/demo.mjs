import { runFromSource } from './run-from-source.mjs';

await runFromSource('apps/web-demo/build/demo.ts', process.argv.slice(2));
