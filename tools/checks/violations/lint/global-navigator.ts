// Refused in packages/ops/src: lint/style/noRestrictedGlobals
// Allowed in packages/engine/src
export const violation = () => navigator.userAgent;
