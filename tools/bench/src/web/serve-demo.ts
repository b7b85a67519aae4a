import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The page as `npm run demo` serves it, at a free port. */
export type ServedDemo = { readonly address: string; close(): void };

/** Builds and serves the page with a model. @throws where it ends before it says its address */
export async function serveDemo(model: string): Promise<ServedDemo> {
  const script = fileURLToPath(new URL('../../../run/demo.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, '--port', '0', '--model', model], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const address = /The page is at (\S+?)(\?|$)/.exec(line)?.[1];
    if (address !== undefined) return { address, close: () => void child.kill('SIGTERM') };
  }
  throw new Error('Expected npm run demo to serve the page, but it ended. Its message is above.');
}
