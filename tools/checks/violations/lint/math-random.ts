// Refused in packages/models/src: plugin no-math-random
// Allowed in apps/node-train/src
export const violation = () => Math.random();
