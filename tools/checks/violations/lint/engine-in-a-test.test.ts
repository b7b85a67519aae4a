// Refused in packages/losses/src: lint/style/noRestrictedImports
// Allowed in packages/backend-wasm/src
import '@tensorflow/tfjs-backend-cpu';
