// node tools/tfjs-suite/run.mjs [ENGINE] [--only PATTERN]: exit status 0 if no spec fails on our backend that passes on the stock one, else 1.
import { register } from 'tsx/esm/api';

register();
await import('./run-suites.ts');
