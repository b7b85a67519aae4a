export type { PreparedDataSet, PrepareOptions, PrepareProgress } from './data-set.ts';
export { prepareFluent } from './prepare-fluent.ts';
export { OPENMOJI_GROUPS, type OpenMojiGroup, type OpenMojiOptions, prepareOpenMoji } from './prepare-openmoji.ts';
