// Refused in packages/ops/src: lint/performance/noReExportAll
export * from './index.ts';
