import { postNews, serveCalls } from '../worker/serve-calls.ts';
import type { CheckCalls } from './check-calls.ts';
import { runCheck } from './run-check.ts';

serveCalls<CheckCalls>({ check: ({ seconds }) => runCheck(seconds, postNews) });
