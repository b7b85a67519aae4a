import type { CheckReport } from './check-report.ts';

/** What the worker that checks can be asked, with the time for its speeds; how far it is comes as news, a {@link CheckProgress}. */
export type CheckCalls = { check: { ask: { seconds: number }; answer: CheckReport } };
