import * as forbidden from '@pix2pix-ts/losses';

export const violation = forbidden;
