import { sizeText } from '@pix2pix-ts/common';
import type { ModelMetadata } from '@pix2pix-ts/models';

/** What was written, and what it was made of. */
export type ConvertResult = {
  readonly file: string;
  readonly out: string;
  readonly bytes: number;
  readonly recognised: string;
  /** Where the file had it; '' for a file that holds nothing else. */
  readonly network: string;
  readonly generator: ModelMetadata['generator'];
  readonly direction: ModelMetadata['direction'];
  readonly dropout: ModelMetadata['dropout'];
  readonly statistics: 'running' | 'image' | null;
};

const STATISTICS = {
  image: "batch norm by the image's own statistics",
  running: 'batch norm by the running statistics',
};

/** The result for people: what it was, what was chosen for what the file does not tell, and what to do next. */
export function convertSummary(result: ConvertResult): string[] {
  const { file, out, bytes, recognised, network, generator, direction, dropout, statistics } = result;
  const where = network ? `${network} in ${file}` : file;
  const chosen = [
    direction,
    `${sizeText(generator.imageSize)} px`,
    ...(statistics ? [STATISTICS[statistics]] : []),
    dropout === 'on' ? 'with dropout' : 'no dropout',
  ];
  const channels =
    generator.inChannels === 3 && generator.outChannels === 3
      ? []
      : [`It has ${generator.inChannels} to ${generator.outChannels} channels; translate takes 3 to 3 alone.`];
  return [
    `Recognised ${where}: ${recognised}.`,
    `Wrote ${out} (${sizeOf(bytes)}): ${chosen.join(', ')}. Flags change this: pix2pix convert --help.`,
    ...(channels.length ? channels : [`Try it: pix2pix translate --model ${out} IMAGE --out out`]),
  ];
}

/** Feature weights that were written, and what they were made of. */
export type FeaturesResult = {
  readonly files: readonly string[];
  readonly out: string;
  readonly bytes: number;
  readonly recognised: string;
  readonly features: string;
};

/** The same of feature weights. */
export function featuresSummary({ files, out, bytes, recognised }: FeaturesResult): string[] {
  return [
    `Recognised ${files.join(' and ')}: ${recognised}.`,
    `Wrote ${out} (${sizeOf(bytes)}).`,
    `Use it: pix2pix evaluate --model MODEL --data DIR --features ${out}`,
  ];
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
