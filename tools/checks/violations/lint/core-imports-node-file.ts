// Refused in packages/data/src: lint/style/noRestrictedImports
// Allowed in apps/node-train/src
import * as forbidden from './node/index.ts';

export const violation = forbidden;
