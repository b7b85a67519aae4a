import * as forbidden from '@pix2pix-ts/checkpoint';

export const violation = forbidden;
