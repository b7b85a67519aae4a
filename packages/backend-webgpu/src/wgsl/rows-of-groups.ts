/** Threads of a workgroup, the most that every WebGPU has. */
export const THREADS = 256;

/** Workgroups in a row, below the limit of 65535; where there are more, they lie in several rows. */
const ROW = 32768;

/** The workgroups of a row, and the rows, for so many workgroups or a few more. */
export function rowsOfGroups(groups: number): readonly [inRow: number, rows: number] {
  return groups <= ROW ? [groups, 1] : [ROW, Math.ceil(groups / ROW)];
}

/**
 * WGSL for the number of a workgroup among those of `rowsOfGroups`, u32.
 *
 * @param group the name of its `workgroup_id`
 * @param row which of the grid's dimensions counts the rows
 */
export const groupNumber = (group = 'group', row: 'y' | 'z' = 'y') => `(${group}.${row} * ${ROW}u + ${group}.x)`;
