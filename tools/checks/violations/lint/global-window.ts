// Refused in packages/trainer/src: lint/style/noRestrictedGlobals
// Allowed in packages/backend-wasm/src
export const violation = () => window.name;
