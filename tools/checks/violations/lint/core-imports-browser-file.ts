// Refused in packages/data/src/batching: lint/style/noRestrictedImports
// Allowed in packages/data/src/browser
import * as forbidden from '../browser/index.ts';

export const violation = forbidden;
