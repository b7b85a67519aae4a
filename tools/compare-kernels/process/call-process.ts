import '@tensorflow/tfjs-layers'; // registers the gradients
import { pathToFileURL } from 'node:url';
import { type BackendName, startBackend } from '@pix2pix-ts/bench/start-backend';
import type { KernelCase } from '../kernel-case.ts';
import { runCase } from './run-case.ts';

// node call-process.ts BACKEND [MODULE]: runs each call that its parent sends, and answers with the outcome. The module is
// loaded once the backend runs.

const [name, module] = process.argv.slice(2) as [BackendName, string?];
await startBackend(name, 2);
if (module !== undefined) await import(pathToFileURL(module).href);
process.on('message', (call: KernelCase) => process.send?.(runCase(call)));
process.on('disconnect', () => process.exit(0)); // a backend's threads need not end by themselves
process.send?.('ready');
