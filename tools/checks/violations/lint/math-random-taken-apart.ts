// Refused in packages/data/src: plugin no-math-random
// Allowed in packages/backend-wasm/src
const { random } = Math;

export const violation = () => random();
