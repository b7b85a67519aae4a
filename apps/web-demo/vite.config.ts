import { defaultClientConditions, defineConfig } from 'vite';
import { builtInModels } from './build/built-in-models.ts';
import { ISOLATION, PAGE_POLICY } from './build/headers.ts';
import { offlineFiles } from './build/offline-files.ts';

// The page has its models in a folder of its own, and never loads one by its name.
const external = /^@pix2pix-ts\/model-/;

export default defineConfig({
  base: './', // works in any folder of any host
  resolve: { conditions: ['@pix2pix-ts/source', ...defaultClientConditions] },
  plugins: [
    builtInModels(process.env.PIX2PIX_MODEL_PACKAGES),
    offlineFiles(),
    { name: 'policy', transformIndexHtml: (html) => html.replace('%POLICY%', PAGE_POLICY) },
  ],
  worker: { format: 'es', rolldownOptions: { external } },
  build: {
    target: 'es2022',
    // Small files would become data: addresses, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { external, checks: { pluginTimings: false } },
    chunkSizeWarningLimit: 1200, // TensorFlow.js's WebGPU, loaded when it is chosen
  },
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
});
