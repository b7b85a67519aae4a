/** What a bundler for pages finds in place of `@pix2pix-ts/common/node`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/common/node, which writes files and prints, got a web page. Use what @pix2pix-ts/common has there.',
  );
}

refuse();

export {
  refuse as cacheFolder,
  refuse as FILE_SYSTEM,
  refuse as FileError,
  refuse as guardOutput,
  refuse as hashFile,
  refuse as isAlive,
  refuse as isProcess,
  refuse as lostResults,
  refuse as makeFolder,
  refuse as ownIdentity,
  refuse as printableJson,
  refuse as printableLine,
  refuse as printableText,
  refuse as processStat,
  refuse as READ_WITHOUT_WAITING,
  refuse as regularFile,
  refuse as removeLeftovers,
  refuse as renameInto,
  refuse as STOP_SIGNALS,
  refuse as StoppedError,
  refuse as syncFolder,
  refuse as systemCode,
  refuse as UsageError,
  refuse as untilStopped,
  refuse as withScratchFile,
  refuse as writeAtomically,
  refuse as writeBeside,
  refuse as writeOutput,
};
