/** `mallopt`'s names, from glibc's malloc.h. */
const M_TRIM_THRESHOLD = -1;
const M_MMAP_MAX = -4;

/**
 * Has the system's allocator keep memory that is freed for the next array, where that is glibc's; elsewhere it does
 * nothing. An engine gives its gradients in new arrays at every step, hundreds of megabytes. By itself glibc maps arrays of
 * 32 MiB and more anew each time, and the system zeroes them page by page: with two ranks of the preset `pytorch-gan` that was
 * 0.3 s of a step's 2.3.
 */
export async function keepFreedMemory(): Promise<void> {
  const { default: koffi } = await import('koffi');
  try {
    const mallopt = koffi.load('libc.so.6').func('mallopt', 'int', ['int', 'int']);
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, 2 ** 31 - 1);
  } catch {} // another system
}
