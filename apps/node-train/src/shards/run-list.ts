import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { FileError, makeFolder, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import type { World } from '@pix2pix-ts/distributed';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { checkTileSide, type Fit } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { startEngine } from '../engines/start-engine.ts';
import { modelFile } from '../models/model-file.ts';
import { compareRanks } from '../ranks/compare-ranks.ts';
import { inWorld } from '../ranks/in-world.ts';
import { ownFlags } from '../ranks/own-flags.ts';
import { countLines, hashFile } from './list-lines.ts';
import { type ManifestHeader, manifestLine, manifestPath } from './manifest.ts';
import { latestEntries, type Manifest, openAppender, openInOrder } from './manifest-file.ts';
import { checkManifests, findManifests, mergeManifests } from './merge-manifests.ts';
import { decodedLines, openLines } from './open-lines.ts';
import { reportList, tellEntries } from './report-list.ts';
import { type Shard, WHOLE } from './shard.ts';
import { translateShard } from './translate-shard.ts';

// The way of a line: `list-lines.ts` reads it, `open-lines.ts` passes it on with its images if it is not done yet,
// `translate-shard.ts` translates it, and `place-result.ts` writes the picture. What became of it is an entry of the shard's
// manifest: `manifest.ts` has the form, `manifest-file.ts` reads and extends the file, `merge-manifests.ts` adds all of them
// up, and `report-list.ts` prints the outcome.

/** What is asked for. */
export type ListRequest = {
  list: string;
  model: string;
  out: string;
  shard?: Shard | undefined;
  dropout?: 'off' | number | undefined;
  fit?: Fit | undefined;
  tile?: number | undefined;
  allowNonFinite?: boolean | undefined;
};

/**
 * Translates the images of a list, or a shard of them, and prints how many; as a rank of `mpirun` its share, and the first
 * rank prints what all came to. What an earlier run did is not done again.
 *
 * @throws UsageError at the end, where some could not be done; before anything is written, where the folder holds other work
 */
export async function runList(request: ListRequest, globals: GlobalOptions): Promise<void> {
  await untilStopped((signal) =>
    inWorld((world, leave) => listAsRank(world, leave, request, globals, signal), globals),
  );
}

async function listAsRank(
  world: World,
  leave: () => void,
  request: ListRequest,
  globals: GlobalOptions,
  signal: AbortSignal,
): Promise<void> {
  const { list, out } = request;
  const model = await modelFile(request.model);
  const shard = shardOf(world, request.shard);
  const header = await headerOf({ ...request, model }, shard);
  const { listHash, modelHash, dropout, fit, tile } = header;
  compareRanks(world, { list: listHash, model: modelHash, dropout, fit, tile });
  await checkManifests(out, header);
  const engine = ({ generator }: ModelMetadata) =>
    startEngine(ownFlags(world, globals), world.size === 1 ? { kind: 'translate', generator } : undefined);
  const translator = await loadTranslator(model, {
    engine,
    allowNonFinite: request.allowNonFinite,
    compile: globals.compile,
  });
  const started = performance.now();
  try {
    if (translator.metadata.pictures && !translator.metadata.pictures.lab)
      throw new UsageError(
        'Expected a model of colours with --list, got one of pictures as they are stored. Pass the pictures themselves.',
      );
    if (tile !== undefined) checkTileSide(translator.metadata, tile);
    const manifest = await prepareManifest(out, shard, header);
    const appender = await openAppender(manifest.path);
    const teller = tellEntries(list, out, header, globals);
    try {
      const open = openLines(list, shard, latestEntries(manifest), out);
      const lines = decodedLines(open, list);
      await translateShard({ lines, out, header, manifest: appender, translator, onEntry: teller.tell, signal });
    } finally {
      teller.stop();
      await appender.close();
    }
    world.barrier();
    leave();
    if (world.rank > 0) return;
    const isPart = world.size === 1 && shard.count > 1;
    const paths = isPart ? [manifest.path] : await findManifests(out);
    const seconds = (performance.now() - started) / 1000;
    const { licence } = translator.metadata;
    reportList(
      await mergeManifests(paths, !isPart),
      { list, out, seconds, licence, translated: teller.done() },
      globals,
    );
  } finally {
    translator.dispose();
  }
}

function shardOf({ size, rank }: World, asked: Shard | undefined): Shard {
  if (size === 1) return asked ?? WHOLE;
  if (asked)
    throw new UsageError(
      `Expected no --shard under mpirun, where each of the ${size} ranks is a shard, got one. Leave it out.`,
    );
  return { index: rank + 1, count: size };
}

/** Reads list and model once, so that nothing is begun that another run could not continue. */
async function headerOf({ list, model, dropout, fit, tile }: ListRequest, shard: Shard): Promise<ManifestHeader> {
  const images = await countLines(list, shard);
  if (images === 0 && shard.index === 1)
    throw new UsageError(`Expected at least one line in ${list}, got none. Add one, such as {"a": "drawing.png"}.`);
  const [listHash, modelHash] = [await hashFile(list), await hashFile(model)];
  return {
    type: 'shard',
    version: 1,
    shard: shard.index,
    shards: shard.count,
    list: basename(list),
    listHash,
    model: basename(model),
    modelHash,
    dropout: dropout ?? null,
    ...(fit !== undefined && fit !== 'stretch' && { fit, tile }),
    images,
  };
}

/** The shard's manifest, a new one where there is none. */
async function prepareManifest(out: string, shard: Shard, header: ManifestHeader): Promise<Manifest> {
  const path = manifestPath(out, shard);
  try {
    await makeFolder(dirname(path));
  } catch (error) {
    throw new FileError('write', out, error);
  }
  const isThere = await stat(path).catch(() => undefined);
  if (!isThere) await writeAtomically(path, manifestLine(header));
  return openInOrder(path);
}
