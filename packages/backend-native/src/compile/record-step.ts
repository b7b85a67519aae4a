import type { NamedTensors, Recorded, Work } from '@pix2pix-ts/common/compiled-step';
import { dispose } from '@tensorflow/tfjs-core';
import { attributesOf } from '../kernels/attributes.ts';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { Recording, type Reference } from './recording.ts';

/** What a step returns: where it comes from, and its type. */
type Output = { readonly name: string; readonly reference: Reference; readonly dtype: number };

/** A step that was noted while it ran. */
export type RecordedStep = { readonly recording: Recording; readonly outputs: readonly Output[] };

/**
 * Runs a step and notes it.
 *
 * @returns the step, and what it gave, which the caller owns, also where the recording cannot be used
 * @throws what the step throws
 */
export function recordStep(backend: NodeBackend, work: Work, given: NamedTensors): Recorded<RecordedStep> {
  const recording = new Recording(backend);
  const own = aliasesOf(backend, given); // which nothing knows but the step: it may use the others as well, which stay
  try {
    recording.takes(Object.values(own));
    const { made, references } = recording.note(() => {
      const tensors = work(own);
      return { made: tensors, references: recording.referencesTo(Object.values(tensors)) };
    });
    const left = recording.leftBut(Object.values(made));
    if (left > 0) recording.refuse(`${left} tensors that it makes stay when it is over`);
    const outputs = Object.entries(made).map(([name, { dataId }], i) => ({
      name,
      reference: references[i] as Reference,
      dtype: backend.tensorMap.get(dataId).dtype,
    }));
    return { recording: { recording, outputs }, refusal: recording.refusal, outputs: made };
  } finally {
    dispose(own);
  }
}

/** Other tensors with the same values, which they share. */
function aliasesOf(backend: NodeBackend, given: NamedTensors): NamedTensors {
  const { binding } = backend;
  const { type } = attributesOf(binding);
  const ids = backend.getInputTensorIds(Object.values(given));
  const aliases: NamedTensors = {};
  for (const [i, [name, { dataId, shape, dtype }]] of Object.entries(given).entries()) {
    const attributes = [type('T', backend.tensorMap.get(dataId).dtype)];
    const [handle] = binding.executeOp('Identity', attributes, [ids[i] as number], 1) as [Handle];
    aliases[name] = backend.createOutputTensor({ ...handle, shape: [...shape] });
    if (aliases[name].dtype !== dtype)
      throw new Error(`Expected a tensor that is ${dtype}, got ${aliases[name].dtype}.`);
  }
  return aliases;
}
