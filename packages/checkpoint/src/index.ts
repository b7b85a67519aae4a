export { SAFETENSORS_DTYPES, type SafetensorsDtype } from './dtypes.ts';
export { type EntryToWrite, encodeSafetensors, encodeSafetensorsToBytes } from './encode-safetensors.ts';
export {
  parseSafetensors,
  parseSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsFile,
  type SafetensorsHeader,
  safetensorsHeadLength,
} from './parse-safetensors.ts';
export type { TensorLayout } from './read-header.ts';
export { SafetensorsError, type SafetensorsErrorCode } from './safetensors-error.ts';
export { tensorEntries, tensorEntry } from './tensor-entry.ts';
export { toTensor, toTensors } from './to-tensor.ts';
