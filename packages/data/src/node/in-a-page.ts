/** What a bundler for pages finds in place of `@pix2pix-ts/data/node`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/data/node, which reads folders, got a web page. Pass the pixels of a canvas to @pix2pix-ts/data there.',
  );
}

refuse();

export {
  refuse as checkImages,
  refuse as checkPictureName,
  refuse as countPairs,
  refuse as decodeImage,
  refuse as decodeStored,
  refuse as encodeImage,
  refuse as encodePng,
  refuse as encodePngRows,
  refuse as encodeStored,
  refuse as fileLines,
  refuse as filePath,
  refuse as listImages,
  refuse as listLines,
  refuse as listObject,
  refuse as openHalves,
  refuse as openPairs,
  refuse as openRegularFile,
  refuse as pagesIn,
  refuse as plainPath,
  refuse as readChunks,
  refuse as readRegularFile,
  refuse as shortLine,
  refuse as UNREADABLE,
  refuse as withPictureRows,
  refuse as writePicture,
  refuse as wrongLine,
};
