import * as forbidden from '@pix2pix-ts/backend-wasm';

export const violation = forbidden;
