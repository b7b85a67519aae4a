import * as forbidden from '@pix2pix-ts/cli';

export const violation = forbidden;
