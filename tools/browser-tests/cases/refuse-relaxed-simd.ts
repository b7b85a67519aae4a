/**
 * From now on this engine says of every module with relaxed SIMD that it cannot be compiled, as Safari does: neither Node
 * nor Chromium has a switch for it. Stands alone, because a page is given its text.
 */
export function refuseRelaxedSimd(): void {
  const { validate } = WebAssembly;
  WebAssembly.validate = (module) => {
    const bytes = Array.from(new Uint8Array(module as ArrayBuffer));
    // f32x4.relaxed_madd
    return !bytes.join().includes('253,133,2') && validate(module);
  };
}
