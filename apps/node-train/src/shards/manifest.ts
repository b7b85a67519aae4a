import { join } from 'node:path';
import { type Metrics, metrics } from '@pix2pix-ts/metrics';
import { FITS, type Fit } from '@pix2pix-ts/pix2pix';
import { parseJson } from '../files/parse-json.ts';
import { MOST_SHARDS, type Shard } from './shard.ts';

/** The first line of a manifest: what its shard's results are made from. */
export type ManifestHeader = {
  readonly type: 'shard';
  readonly version: 1;
  readonly shard: number;
  readonly shards: number;
  /** The list's name, and its SHA-256. */
  readonly list: string;
  readonly listHash: string;
  readonly model: string;
  readonly modelHash: string;
  /** As `--dropout` says; null where it says nothing. */
  readonly dropout: 'off' | number | null;
  /** As `--fit` says; older manifests say nothing, and mean `stretch`. */
  readonly fit?: Fit | undefined;
  /** As `--tile` says. */
  readonly tile?: number | undefined;
  /** How many lines of the list are this shard's. */
  readonly images: number;
};

/** Every other line: what became of a line of the list. A later entry of the same line counts. */
export type ManifestEntry = DoneEntry | BadEntry;

/** A line whose result is there. */
type DoneEntry = { readonly line: number; readonly out: string; readonly metrics?: Metrics | undefined };

/** A line that could not be done, and why. */
export type BadEntry = { readonly line: number; readonly error: string };

/** Whether a line could not be done. */
export function isBad(entry: ManifestEntry): entry is BadEntry {
  return 'error' in entry;
}

/** Where the manifests are below the output folder. */
export const MANIFESTS = 'manifests';

/** The manifest of a shard. */
export function manifestPath(out: string, { index, count }: Shard): string {
  return join(out, MANIFESTS, `${index}-of-${count}.jsonl`);
}

/** The line of a header or an entry. */
export function manifestLine(line: ManifestHeader | ManifestEntry): string {
  return `${JSON.stringify(line)}\n`;
}

/** A header, or null where the text is not one. */
export function parseHeader(text: string | null): ManifestHeader | null {
  const value = parseRecord(text);
  if (value?.type !== 'shard' || value.version !== 1) return null;
  return areCounts(value) && areNames(value) && isFit(value) ? (value as ManifestHeader) : null;
}

function areCounts({ shard, shards, images }: Record<string, unknown>): boolean {
  const isCount = (count: unknown, most = Number.MAX_SAFE_INTEGER): count is number =>
    Number.isSafeInteger(count) && (count as number) >= 0 && (count as number) <= most;
  return isCount(images) && isCount(shards, MOST_SHARDS) && isCount(shard, shards) && shard > 0;
}

function isFit({ fit = 'stretch', tile = 1 }: Record<string, unknown>): boolean {
  return FITS.some((known) => known === fit) && Number.isSafeInteger(tile);
}

function areNames({ dropout, ...header }: Record<string, unknown>): boolean {
  const isDropout = dropout === null || dropout === 'off' || Number.isSafeInteger(dropout);
  return isDropout && ['list', 'listHash', 'model', 'modelHash'].every((key) => typeof header[key] === 'string');
}

/** An entry, or null where the text is not a valid one: cut off, or damaged. */
export function parseEntry(text: string | null): ManifestEntry | null {
  const value = parseRecord(text);
  if (!value || !Number.isSafeInteger(value.line)) return null;
  if (typeof value.error === 'string') return value as BadEntry;
  const { metrics } = value;
  const isSound = typeof value.out === 'string' && (metrics === undefined || areMetrics(metrics));
  return isSound ? (value as DoneEntry) : null;
}

/** A PSNR is at most 100 dB, the others 2; what is far beyond is not a metric, and would not be summed exactly. */
const LARGEST_METRIC = 1000;

function areMetrics(value: unknown): boolean {
  const figures = (value ?? {}) as Record<string, unknown>;
  const isFigure = (figure: unknown) => Number.isFinite(figure) && Math.abs(figure as number) <= LARGEST_METRIC;
  return metrics.names.every((name) => isFigure(figures[name]));
}

function parseRecord(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = parseJson(text ?? '');
    return typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
