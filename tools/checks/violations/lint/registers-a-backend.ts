// Refused in packages/models/src: lint/style/noRestrictedImports
// Allowed in packages/engine/src
import '@tensorflow/tfjs-backend-cpu';
