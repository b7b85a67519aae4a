import { getRequestListener } from '@hono/node-server';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { createApp, LIMITS } from './app.ts';
import { listen } from './listen.ts';

const { MODEL, HOST = 'localhost', PORT = '3000', STOP_SECONDS = '20' } = process.env;
const { UPLOAD_SECONDS = LIMITS.uploadSeconds, ANSWER_SECONDS = LIMITS.answerSeconds } = process.env;
if (!MODEL) throw new Error('Expected the path or address of a model in MODEL, got none. Set it.');

const translator = await loadTranslator(MODEL);
const app = createApp(translator, { answerSeconds: Number(ANSWER_SECONDS) });
const serverOptions = { requestTimeout: Number(UPLOAD_SECONDS) * 1000, connectionsCheckingInterval: 1000 };
const server = await listen(getRequestListener(app.fetch), { host: HOST, port: Number(PORT), serverOptions });
console.log(`Listening on http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${server.port}`);

async function stop(): Promise<void> {
  console.log('Stopping');
  // An upload that never ends must not keep the process.
  if (!(await server.stop(Number(STOP_SECONDS) * 1000))) return process.exit(1);
  translator.dispose();
}

// A second signal ends the process at once, as it does without a handler.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
