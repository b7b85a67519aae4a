import { readFileSync } from 'node:fs';

/** A file that Linux has where the driver of an NVIDIA GPU is loaded. */
export const NVIDIA_DRIVER = '/proc/driver/nvidia/version';

/** The first driver that all of CUDA 12 runs on: NVIDIA's table of minor version compatibility, and TensorFlow's own demand. */
export const FIRST_DRIVER = '525.60.13';

/** The version of the driver that is loaded, such as 580.159.03; undefined where there is none, or it does not say. */
export function loadedDriver(file = NVIDIA_DRIVER): string | undefined {
  try {
    return /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(readFileSync(file, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** Whether a driver is too old for CUDA 12. */
export function isTooOld(driver: string): boolean {
  const [own, first] = [driver, FIRST_DRIVER].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = first.findIndex((part, i) => part !== (own[i] ?? 0));
  return at >= 0 && (own[at] ?? 0) < (first[at] as number);
}
