import { join } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { MANIFESTS } from './manifest.ts';
import { findManifests, mergeManifests } from './merge-manifests.ts';
import { metricsLine, openShards } from './report-list.ts';

/**
 * Prints the total of all shards of a folder.
 *
 * @throws UsageError where there are none, or, after the figures, where some are not finished
 */
export async function runMetrics(out: string, { json }: GlobalOptions): Promise<void> {
  const paths = await findManifests(out);
  if (paths.length === 0) {
    throw new UsageError(
      `Expected manifests in ${join(out, MANIFESTS)}, got none. Use the folder that translate --list wrote to.`,
    );
  }
  const merged = await mergeManifests(paths, true);
  const { images, bad, compared, metrics, open, header } = merged;
  const { shards, list, model } = header;
  if (json) printEvent({ type: 'metrics', list, model, shards, images, bad, compared, metrics, open });
  else {
    printResult(`${list} by ${model}: ${images} ${images === 1 ? 'image' : 'images'}, ${bad} bad`);
    printResult(metricsLine(merged));
  }
  if (open.length > 0) throw openShards(out, open);
}
