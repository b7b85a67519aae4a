import { setTimeout } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { createApp } from './app.ts';

const { MODEL, PORT = '3000' } = process.env;
if (!MODEL) throw new Error('Expected the path or address of a model in MODEL, got none. Set it.');

const translator = await loadTranslator(MODEL);
const { app, isIdle } = createApp(translator);
const server = serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});

async function stop(): Promise<void> {
  server.close(); // no new connections; those that are open finish what they asked for
  console.log('Stopping');
  while (!isIdle()) await setTimeout(20);
  if ('closeIdleConnections' in server) server.closeIdleConnections(); // nobody is to ask again
  translator.dispose();
}

// A second signal ends the process at once, as it does without a handler.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
