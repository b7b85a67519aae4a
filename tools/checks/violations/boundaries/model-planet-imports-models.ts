import * as forbidden from '@pix2pix-ts/models';

export const violation = forbidden;
