export { type Direction, directions } from './direction.ts';
export { nearestName } from './nearest-name.ts';
export { createTable, type NameOf, type Table } from './table.ts';
