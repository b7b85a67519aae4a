/**
 * Whether the names that a graphics card has say that it is a program, such as Chromium's SwiftShader, Mesa's llvmpipe and the
 * Microsoft Basic Render Driver: the wasm engine is several times faster than those.
 */
export function isSoftwareGpu(names: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(names);
}
