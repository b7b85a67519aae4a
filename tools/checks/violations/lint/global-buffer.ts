// Refused in packages/checkpoint/src: lint/style/noRestrictedGlobals
// Allowed in apps/node-train/src
export const violation = () => Buffer.alloc(1);
