// Refused in packages/backend-native/src/cli: plugin no-direct-output
// Allowed in apps/web-demo/build
export const violation = (name: string) => console.error(name);
