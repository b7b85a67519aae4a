// Optional peers that are not installed here: only that loading them registers a backend matters.
declare module '@tensorflow/tfjs-backend-webgl';
