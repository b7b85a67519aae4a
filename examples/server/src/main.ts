import { setTimeout } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { createApp, LIMITS } from './app.ts';

const { MODEL, PORT = '3000', STOP_SECONDS = '20', UPLOAD_SECONDS = LIMITS.uploadSeconds } = process.env;
if (!MODEL) throw new Error('Expected the path or address of a model in MODEL, got none. Set it.');

const translator = await loadTranslator(MODEL);
const { app, isIdle } = createApp(translator);
const serverOptions = { requestTimeout: Number(UPLOAD_SECONDS) * 1000, connectionsCheckingInterval: 1000 };
const server = serve({ fetch: app.fetch, port: Number(PORT), serverOptions }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});

async function stop(): Promise<void> {
  server.close(); // no new connections; those that are open finish what they asked for
  console.log('Stopping');
  const deadline = Date.now() + Number(STOP_SECONDS) * 1000;
  while (!isIdle() && Date.now() < deadline) await setTimeout(20);
  if (!isIdle()) return process.exit(1); // an upload that never ends must not keep the process
  if ('closeIdleConnections' in server) server.closeIdleConnections(); // nobody is to ask again
  translator.dispose();
}

// A second signal ends the process at once, as it does without a handler.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
