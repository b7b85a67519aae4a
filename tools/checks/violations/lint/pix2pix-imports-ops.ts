// Refused in packages/pix2pix/src: lint/style/noRestrictedImports
// Allowed in packages/models/src
import * as forbidden from '@pix2pix-ts/ops';

export const violation = forbidden;
