import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
const adapter = await create([]).requestAdapter();
console.log(JSON.stringify(adapter !== null));
process.exit(0); // Dawn's look for finished work need not end by itself
