import { runFromSource } from './run-from-source.mjs';

await runFromSource('packages/backend-native/bin/backend-native.js', process.argv.slice(2));
