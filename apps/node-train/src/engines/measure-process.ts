import { writeSync } from 'node:fs';
import { pickEngine } from '@pix2pix-ts/engine';
import { chooseFormsOnce } from './choose-forms-once.ts';
import type { MeasureRequest } from './measure-engine.ts';
import { measureNetworks } from './measure-networks.ts';

// The process that measures one engine, so that a driver that crashes ends this one alone.
const { backend, threads, config } = JSON.parse(process.argv[2] ?? '{}') as MeasureRequest;
await pickEngine({ backend, threads, precision: config.precision }); // by itself a GPU would take TF32
if (backend === 'webgpu') await chooseFormsOnce();
writeSync(1, `${JSON.stringify(await measureNetworks(config))}\n`);
// Without taking the engine down first: nothing waits for it.
process.exit(0);
