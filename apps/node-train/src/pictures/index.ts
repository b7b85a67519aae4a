export { type Sample, sampleGrid } from './sample-grid.ts';
