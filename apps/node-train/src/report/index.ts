export type { RunResult } from './embed-images.ts';
export { REPORT_FILE, writeReport } from './write-report.ts';
