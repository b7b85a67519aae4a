import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { servePage } from './serve-page.ts';

// `npm run demo -- --model runs/x/model.safetensors`: builds the page and serves it with the headers for threads.
const root = path.resolve(import.meta.dirname, '..');
const { model, port } = readFlags();
await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
const files = model === undefined ? {} : { 'model.safetensors': path.resolve(model) };
try {
  const { address } = await servePage({ folder: path.join(root, 'dist'), files, port });
  const query = model === undefined ? '' : '?model=model.safetensors';
  console.log(`The page is at ${address.replace('127.0.0.1', 'localhost')}${query}\nStop it with Ctrl-C.`);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  fail(code === 'EADDRINUSE' ? `Expected port ${port} to be free, got one in use. Take another by --port.` : message);
}

function readFlags(): { model: string | undefined; port: number } {
  try {
    const { values } = parseArgs({ options: { model: { type: 'string' }, port: { type: 'string', default: '4173' } } });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      return fail(`Expected --port from 0 to 65535, got ${values.port}. Change it.`);
    }
    if (values.model !== undefined && !existsSync(path.resolve(values.model))) {
      return fail(`Expected a model at ${values.model}, got nothing there. Check the path.`);
    }
    return { model: values.model, port };
  } catch (error) {
    return fail(`${(error as Error).message}. Use --model FILE and --port N.`);
  }
}

function fail(line: string): never {
  console.error(line);
  process.exit(2);
}
