export { sampleGrid } from './sample-grid.ts';
