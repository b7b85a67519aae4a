import { InstallError } from './install-error.ts';
import type { PinnedWheel } from './pins.ts';

/**
 * Sees that NVIDIA's packages which a wheel of TensorFlow asks for by its extra `and-cuda` are among those that are
 * installed with it, in versions that it takes.
 *
 * @param metadata the wheel's METADATA
 * @throws InstallError of one line for the first that is not
 */
export function requireNvidia(wheel: string, metadata: string, pins: readonly PinnedWheel[]): void {
  const lines = metadata.matchAll(/^Requires-Dist: (nvidia-[\w-]+)\s*\(?([^;)]*)\)?\s*;.*extra == ['"]and-cuda['"]/gm);
  const required = [...lines].map(([, name = '', range = '']) => ({ name, range: range.trim() }));
  if (required.length === 0)
    throw new InstallError(
      `Expected a TensorFlow for NVIDIA GPUs, got ${wheel}, which asks for nothing of NVIDIA's. Leave out --gpu, or use a wheel of tensorflow.`,
    );
  for (const { name, range } of required) {
    const pin = pins.find((pinned) => pinned.name === name);
    if (pin && range.split(',').every((part) => isMet(pin.version, part.trim()))) continue;
    throw new InstallError(
      `Expected ${name} ${range}, as ${wheel} asks for, got ${pin?.version ?? 'none'} in this package. Use TensorFlow 2.20 or 2.21.`,
    );
  }
}

/** One of Python's comparisons (PEP 440), as far as releases of numbers alone go. */
function isMet(version: string, comparison: string): boolean {
  const [, operator = '', bound = ''] = /^(<=|>=|==|!=|<|>)\s*([\d.]+)$/.exec(comparison) ?? [];
  const order = compare(version, bound);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    default:
      return false; // one that is not known is not met
  }
}

function compare(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
