// Refused in packages/pix2pix/src: lint/style/noRestrictedGlobals
// Allowed in packages/pix2pix/src/node
export const violation = () => process.env;
