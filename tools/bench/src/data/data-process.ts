import { optionsOf } from '../process/run-our-process.ts';
import { type DataOptions, measureData } from './measure-data.ts';

console.log(JSON.stringify(await measureData(optionsOf<DataOptions>())));
