/** The name that the stock backend registers, and we take over. */
export const BACKEND_NAME = 'wasm';
