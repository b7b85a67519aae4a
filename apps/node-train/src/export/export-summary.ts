import type { Comparison } from './compare-models.ts';
import type { Difference } from './prove-equal.ts';

/** What was written, and how far its pictures are from the original's. */
export type ExportResult = Comparison & {
  readonly model: string;
  readonly out: string;
  readonly to: 'float16' | 'int8';
  readonly bytes: { readonly original: number; readonly copy: number };
};

/** The result for people: a line for the file, one for its pictures, and one for what that means against the targets. */
export function exportSummary(
  { out, to, bytes, images, mean, max, l1, toTarget }: ExportResult,
  inputs: string,
): string[] {
  const share = (100 * bytes.copy) / bytes.original;
  const lines = [
    `Wrote ${out}: ${to}, ${megabytes(bytes.copy)} instead of ${megabytes(bytes.original)} (${share.toFixed(0)} %).`,
    `On ${images} ${inputs} the copy's values differ by ${digits(mean)} of 255 on average and by ${max} at most; L1 ${digits(l1)}.`,
  ];
  if (toTarget)
    lines.push(
      `L1 to the targets: ${toTarget.original.toFixed(4)} for the original, ${toTarget.copy.toFixed(4)} for the copy.`,
    );
  return lines;
}

/** How far the outputs of what was written are from the model's. */
export function differenceLine(whose: string, { images, max }: Difference, inputs: string): string {
  return `${whose} output differs from the model's by ${max === 0 ? 0 : max.toExponential(1)} at most, of values from -1 to 1, on ${images} ${inputs}.`;
}

/** A size in bytes as people read it. */
export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Two digits that count, however small the number is. */
function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
