import { runFromSource } from './run-from-source.mjs';

await runFromSource('apps/web-demo/build/gallery/make-gallery.ts', process.argv.slice(2));
