import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  base: './',
  // For this repository alone: the packages are read from their sources.
  resolve: { conditions: ['@pix2pix-ts/source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200, // TensorFlow.js with an engine, loaded by the worker alone
    rolldownOptions: { input: ['index.html', 'hook.html'] },
  },
});
