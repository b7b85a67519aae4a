import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { checkModel } from './check-model.ts';
import { type ServedPage, servePage } from './serve-page.ts';

// `npm run demo -- --model runs/x/model.safetensors`: builds the page and serves it with the headers for threads.
const root = path.resolve(import.meta.dirname, '..');
const { model, port } = readFlags();
if (model !== undefined) await checkModel(model).catch(({ message }) => fail(message));
// Before the build, because a port that is taken is known at once.
const page = await serve();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
console.log('Building the page ...');
await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
const query = model === undefined ? '' : '?model=model.safetensors';
console.log(`The page is at ${page.address.replace('127.0.0.1', 'localhost')}${query}\nStop it with Ctrl-C.`);

function readFlags(): { model: string | undefined; port: number } {
  try {
    const { values } = parseArgs({ options: { model: { type: 'string' }, port: { type: 'string', default: '4173' } } });
    const port = Number(values.port);
    if (/^\d+$/.test(values.port) && port <= 65535) return { model: values.model, port };
    return fail(`Expected --port from 0 to 65535, got '${values.port}'. Change it.`);
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}. Use --model FILE and --port N.`);
  }
}

async function serve(): Promise<ServedPage> {
  const files = model === undefined ? {} : { 'model.safetensors': path.resolve(model) };
  try {
    return await servePage({ folder: path.join(root, 'dist'), files, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      return fail(`Expected port ${port} to be free, got one in use. Choose another with --port N.`);
    return fail(code === 'EACCES' ? `Expected a port that you may use, got ${port}. Choose one above 1023.` : message);
  }
}

function fail(line: string): never {
  console.error(line);
  process.exit(2);
}
