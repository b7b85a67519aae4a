// Refused in packages/data/src: lint/style/noRestrictedGlobals
// Allowed in packages/data/src/browser
export const violation = () => document.title;
