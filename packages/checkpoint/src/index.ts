export { SAFETENSORS_DTYPES, type SafetensorsDtype } from './dtypes.ts';
export { type EncodeOptions, encodeSafetensors, encodeSafetensorsToBytes } from './encode-safetensors.ts';
export { type Int8Tensor, int8Scales, int8ToTensor, scaleName, scaleShape } from './int8-tensor.ts';
export {
  parseSafetensors,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  safetensorsHeadLength,
  safetensorsLength,
} from './parse-safetensors.ts';
export type { TensorLayout } from './read-header.ts';
export { requireFinite } from './require-finite.ts';
export { SafetensorsError, type SafetensorsErrorCode } from './safetensors-error.ts';
export type { SafetensorsEntry, SafetensorsFile } from './safetensors-file.ts';
export { float16Entry, int8Entries } from './smaller-entries.ts';
export { tensorEntries, tensorEntry } from './tensor-entry.ts';
export { toTensor, toTensors } from './to-tensor.ts';
export type { EntryToWrite } from './write-header.ts';
