import * as forbidden from '@pix2pix-ts/data';

export const violation = forbidden;
