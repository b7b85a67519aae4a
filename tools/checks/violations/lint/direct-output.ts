// Refused in apps/node-train/src/train: plugin no-direct-output
// Allowed in apps/web-demo/build
export const violation = (name: string) => process.stderr.write(name);
