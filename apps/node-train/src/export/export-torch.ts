import { stat } from 'node:fs/promises';
import { encodeSafetensors } from '@pix2pix-ts/checkpoint';
import { joinBytes, shorterSide } from '@pix2pix-ts/common';
import { UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import {
  type ConvertedGenerator,
  convertGenerator,
  encodeTorchFile,
  generatorForTorch,
  type TorchForm,
} from '@pix2pix-ts/convert';
import type { ModelMetadata } from '@pix2pix-ts/models';
import type { NodeTranslator } from '@pix2pix-ts/pix2pix/node';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { comparisonInputs } from './comparison-inputs.ts';
import type { Exported, ExportJob } from './export-job.ts';
import { differenceLine, megabytes } from './export-summary.ts';
import { runOnEngine } from './generator-runs.ts';
import { generatorOf, withModelName } from './model-values.ts';
import { type Difference, proveEqual } from './prove-equal.ts';
import { withLoaded } from './with-loaded.ts';

/** Writes a model's weights for the classes of a code base of PyTorch, once they have been read back and give its pictures. */
export async function exportTorch(form: TorchForm, job: ExportJob): Promise<Exported> {
  const { out } = job;
  if (!/\.(pth|pt|safetensors)$/i.test(out))
    throw new UsageError(`Expected --out to end in .pth, .pt or .safetensors, got ${out}. Choose another name.`);
  return withLoaded(job, (translator) => exportLoaded(form, translator, job));
}

async function exportLoaded(form: TorchForm, translator: NodeTranslator, job: ExportJob): Promise<Exported> {
  const { model, out, request, signal } = job;
  const generator = await generatorOf(translator);
  const { tensors, use } = withModelName(model, () => generatorForTorch(form, generator));
  const file = joinBytes([...encodeTorchFile(tensors)]);
  const again = convertGenerator(file, optionsOf(translator.metadata));
  const inputs = await comparisonInputs(request, translator.metadata, signal);
  const difference = await compareWith(again, translator, { inputs, signal });
  await writeAtomically(out, /\.safetensors$/i.test(out) ? encodeSafetensors(tensors, { format: 'pt' }) : file);
  const { size } = await stat(out);
  const result = { model, out, to: form, bytes: size, recognised: again.description, use, ...difference };
  return {
    result,
    lines: [
      `Wrote ${out} (${megabytes(size)}): ${again.description}.`,
      differenceLine('Read back, its', difference, inputs.kind),
      `For ${use}.`,
    ],
  };
}

/** What the file does not tell. */
function optionsOf({ generator, statistics = 'running' }: ModelMetadata) {
  return { statistics, ...(generator.kind === 'resnet' && { imageSize: shorterSide(generator.imageSize) }) };
}

/** The model's pictures, and those of what was read back. */
async function compareWith(
  again: ConvertedGenerator,
  { metadata, tensors }: NodeTranslator,
  comparison: Pick<Parameters<typeof proveEqual>[0], 'inputs' | 'signal'>,
): Promise<Difference> {
  const read = Object.fromEntries(
    again.tensors.map(({ name, shape, values }): [string, Tensor] => [name, tensor(values(), [...shape])]),
  );
  try {
    const [original, other] = [runOnEngine(metadata, tensors), runOnEngine(again.metadata, read)];
    return await proveEqual({ original, other, ...comparison });
  } finally {
    dispose(read);
  }
}
