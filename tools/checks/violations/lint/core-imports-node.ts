// Refused in packages/data/src: lint/style/noRestrictedImports
// Allowed in packages/data/src/node
import * as forbidden from '@pix2pix-ts/data/node';

export const violation = forbidden;
