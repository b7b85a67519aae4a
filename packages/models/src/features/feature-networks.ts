import * as v from 'valibot';
import type { TensorSpecs } from '../architecture.ts';
import { writerOf } from '../model-metadata.ts';
import { inceptionTensors } from './inception.ts';
import { lpipsTensors } from './lpips.ts';

/** A network whose features images are compared by; its weights come from whoever uses it. */
export type FeatureNetwork = 'inception' | 'lpips';

/** What is known of a network. */
export type FeatureNetworkFacts = {
  /** What it is, in words. */
  readonly description: string;
  /** Every tensor that a file of it has. */
  tensors(): TensorSpecs;
};

/** The networks by name. */
export const featureNetworks: Readonly<Record<FeatureNetwork, FeatureNetworkFacts>> = {
  inception: { description: 'InceptionV3 of FID and KID', tensors: inceptionTensors },
  lpips: { description: 'LPIPS 0.1 with AlexNet', tensors: lpipsTensors },
};

/** The format of such a file that this version writes and reads. */
const FORMAT = 'pix2pix-ts-features/1';

const schema = v.object({
  format: v.literal(FORMAT, `Expected feature weights of format '${FORMAT}'`),
  network: v.picklist(['inception', 'lpips'] satisfies FeatureNetwork[]),
});

/** The metadata of a file of weights, for safetensors. */
export function encodeFeatureMetadata(network: FeatureNetwork, writtenBy?: string): Record<string, string> {
  return { format: FORMAT, network, ...(writtenBy !== undefined && { writtenBy }) };
}

/**
 * Reads back what {@link encodeFeatureMetadata} wrote, trusting nothing.
 *
 * @throws one line where it is of another kind of file, or of a network that is not known
 */
export function parseFeatureMetadata(fields: Record<string, string>): FeatureNetwork {
  const result = v.safeParse(schema, fields);
  if (result.success) return result.output.network;
  const [issue] = result.issues;
  throw new Error(
    `Expected weights of a feature network, got a file whose ${v.getDotPath(issue) ?? 'metadata'} is wrong: ${issue.message}.${writerOf(fields)}`,
  );
}
