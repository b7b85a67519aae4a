import * as forbidden from '@pix2pix-ts/trainer';

export const violation = forbidden;
