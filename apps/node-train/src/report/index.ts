export type { RunResult } from './embed-images.ts';
export { renderReport } from './render-report.ts';
export type { Report } from './report.ts';
export { REPORT_FILE, type ReportOptions, writeReport } from './write-report.ts';
