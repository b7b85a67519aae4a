import * as forbidden from '@pix2pix-ts/ops';

export const violation = forbidden;
