import { registerNativeBackend } from './load/register-backend.ts';

export { type NativeEngine, startNative } from './start-native.ts';

registerNativeBackend();
