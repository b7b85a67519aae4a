/** What a bundler for pages finds in place of `@pix2pix-ts/pix2pix/node`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/pix2pix/node, which reads paths, got a web page. Use loadTranslator from @pix2pix-ts/pix2pix there.',
  );
}

refuse();

export { refuse as loadTranslator, refuse as NodeTranslation, refuse as translateFile, refuse as translateStoredFiles };
