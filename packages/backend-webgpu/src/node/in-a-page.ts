/** What a bundler for pages finds in place of `@pix2pix-ts/backend-webgpu/node`: the same names, and a sentence. */
function refuse(): never {
  throw new Error(
    'Expected Node for @pix2pix-ts/backend-webgpu/node, which starts a process, got a web page. Use openGpu of @pix2pix-ts/backend-webgpu there.',
  );
}

refuse();

export { refuse as lookForGpu, refuse as NoGpuError };
