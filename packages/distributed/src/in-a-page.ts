/** What a bundler for pages finds in place of `@pix2pix-ts/distributed`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/distributed, which needs an installed MPI, got a web page. Train without a world there.',
  );
}

refuse();

export { refuse as MpiError, refuse as openWorld, refuse as worldOfOne };
