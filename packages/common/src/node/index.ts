// What command lines and whatever else keeps files share, from the bottom up: processes (who is at work, and stopping
// gracefully), files (folders, atomic writes, hashes, errors in plain words), then what is printed.
export { cacheFolder } from './cache-folder.ts';
export { FileError, systemCode } from './file-error.ts';
export { FILE_SYSTEM, type FileOperations, type OpenFile } from './file-operations.ts';
export { guardOutput, lostResults, writeOutput } from './guarded-output.ts';
export { hashFile } from './hash-file.ts';
export { makeFolder } from './make-folder.ts';
export { printableJson, printableLine, printableText } from './printable.ts';
export {
  isAlive,
  isProcess,
  ownIdentity,
  type ProcessIdentity,
  type ProcessStat,
  processStat,
} from './processes.ts';
export { READ_WITHOUT_WAITING, regularFile } from './regular-file.ts';
export { STOP_SIGNALS, type StopOptions, StoppedError, type StopSignal, untilStopped } from './until-stopped.ts';
export { UsageError } from './usage-error.ts';
export {
  type Content,
  removeLeftovers,
  renameInto,
  syncFolder,
  withScratchFile,
  writeAtomically,
  writeBeside,
} from './write-atomically.ts';
