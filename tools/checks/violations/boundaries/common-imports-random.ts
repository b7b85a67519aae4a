import * as forbidden from '@pix2pix-ts/random';

export const violation = forbidden;
