/** A binary of the folder wasm as a module, in base64: `npm run kernels` writes them. */
declare module '#wasm/*' {
  export const gzipped: string;
}

declare module '#worker/chunk' {
  /** Where the script stands. */
  export const address: string;
  /** The name by which the script sees that it is to run a thread. */
  export const THREAD_NAME: string;
}
