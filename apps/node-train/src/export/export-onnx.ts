import { joinBytes, sidesOf } from '@pix2pix-ts/common';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { encodeOnnxGenerator, type OnnxForm } from '@pix2pix-ts/convert';
import { encodeModelMetadata } from '@pix2pix-ts/models';
import type { NodeTranslator } from '@pix2pix-ts/pix2pix/node';
import { comparisonInputs } from './comparison-inputs.ts';
import type { Exported, ExportJob } from './export-job.ts';
import { differenceLine, megabytes } from './export-summary.ts';
import { runOnEngine } from './generator-runs.ts';
import { generatorOf, withModelName } from './model-values.ts';
import { findOnnxruntime, startOnnx } from './onnx-run.ts';
import { type Difference, proveEqual } from './prove-equal.ts';
import { transformersFiles } from './transformers-files.ts';
import { withLoaded } from './with-loaded.ts';
import { writeFolder } from './write-folder.ts';

const NOT_PROVED =
  'Not compared with the model, because onnxruntime-web is not installed. Install it next to pix2pix (npm install onnxruntime-web) and export again.';

/** Writes a model as an ONNX file, once onnxruntime-web has made its pictures with it. */
export async function exportOnnx(job: ExportJob): Promise<Exported> {
  return withLoaded(job, async (translator) => {
    const { file, proof, lines } = await provenOnnx(translator, job, {});
    await writeAtomically(job.out, file);
    const { inChannels, outChannels } = translator.metadata.generator;
    return {
      result: resultOf(job, file, proof),
      lines: [
        `Wrote ${job.out} (${megabytes(file.length)}): opset 17, input [batch, ${inChannels}, ${sizeOf(translator)}] in [-1, 1], output [batch, ${outChannels}, ${sizeOf(translator)}].`,
        ...lines,
      ],
    };
  });
}

/** Writes a model as a folder that transformers.js loads, once onnxruntime-web has made its pictures with it. */
export async function exportTransformers(job: ExportJob): Promise<Exported> {
  return withLoaded(job, async (translator) => {
    const form: OnnxForm = { input: 'pixel_values', output: 'reconstruction', range: 'unit' };
    const { file, proof, lines } = await provenOnnx(translator, job, form);
    await writeFolder(job.out, transformersFiles(file, translator.imageSize));
    return {
      result: resultOf(job, file, proof),
      lines: [
        `Wrote the folder ${job.out} (${megabytes(file.length)}), which pipeline('image-to-image', ...) of transformers.js loads.`,
        ...lines,
      ],
    };
  });
}

/** The ONNX file, and what onnxruntime-web says of it; null where that is not installed. */
async function provenOnnx(translator: NodeTranslator, job: ExportJob, form: OnnxForm) {
  const { metadata } = translator;
  const generator = await generatorOf(translator);
  const file = joinBytes(
    withModelName(job.model, () =>
      encodeOnnxGenerator(generator, { ...form, metadata: encodeModelMetadata(metadata) }),
    ),
  );
  const inputs = await comparisonInputs(job.request, metadata, job.signal);
  const runtime = await findOnnxruntime();
  const note = metadata.dropout === 'on' ? ['It has no dropout, which this model is meant to have as noise.'] : [];
  if (!runtime) return { file, proof: null, lines: [NOT_PROVED, ...note] };
  const onnx = await startOnnx(runtime, file, form.range ?? 'signed');
  try {
    const original = runOnEngine(metadata, translator.tensors);
    const proof = await proveEqual({ original, other: onnx.run, inputs, signal: job.signal });
    return { file, proof, lines: [differenceLine('With onnxruntime-web its', proof, inputs.kind), ...note] };
  } finally {
    await onnx.dispose();
  }
}

function resultOf({ model, out, request }: ExportJob, file: Uint8Array, proof: Difference | null) {
  return { model, out, to: request.to, bytes: file.length, images: proof?.images ?? 0, max: proof?.max ?? null };
}

function sizeOf({ imageSize }: NodeTranslator): string {
  const { width, height } = sidesOf(imageSize);
  return `${height}, ${width}`;
}
