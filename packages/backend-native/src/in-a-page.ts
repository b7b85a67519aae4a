/** What a bundler for pages finds in place of `@pix2pix-ts/backend-native`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/backend-native, which loads TensorFlow, got a web page. Use @pix2pix-ts/backend-wasm there.',
  );
}

refuse();

export { refuse as compile, refuse as examineSetUp, refuse as installedTensorflow, refuse as startNative };
