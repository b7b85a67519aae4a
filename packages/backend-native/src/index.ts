import { registerNativeBackend } from './load/register-backend.ts';

export type { NamedTensors } from '@pix2pix-ts/common/compiled-step';
export { type InstalledTensorflow, installedTensorflow } from './cache/installed-tensorflow.ts';
export { examineSetUp, type SetUp } from './check/examine-set-up.ts';
export { type Compiled, compile } from './compile/compile.ts';
export { type NativeEngine, type NativeOptions, startNative } from './start-native.ts';

registerNativeBackend();
