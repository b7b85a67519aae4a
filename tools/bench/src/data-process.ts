import { type DataOptions, measureData } from './measure-data.ts';
import { optionsOf } from './run-our-process.ts';

console.log(JSON.stringify(await measureData(optionsOf<DataOptions>())));
