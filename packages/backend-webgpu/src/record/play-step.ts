import type { TrainableBackendWebGPU } from '../backend.ts';
import { bring, freshTensors, type NamedTensors, type RecordedStep, sourcesOf } from './record-step.ts';
import type { Command } from './recording.ts';

/**
 * Asks the GPU for a recorded step once more, on other inputs and with numbers that are computed anew. Nothing is waited for.
 *
 * @param perSubmit after so many commands the GPU gets them, before the others are encoded
 * @returns new tensors, which the caller owns
 */
export function playStep(
  backend: TrainableBackendWebGPU,
  { recording, inputs, outputs }: RecordedStep,
  given: NamedTensors,
  perSubmit: number,
): NamedTensors {
  backend.health.expectNoError();
  backend.flush(); // what was asked before comes before it
  const copiesIn = bring(backend, sourcesOf(backend, given), inputs);
  recording.numbers.renew();
  recording.forgetValues();
  const { tensors, copies: copiesOut } = freshTensors(backend, outputs);
  const commands = [...copiesIn, ...recording.commands, ...copiesOut];
  for (let i = 0; i < commands.length; i += perSubmit) submit(backend.device, commands, i, i + perSubmit);
  return tensors;
}

/** A pass for as many commands in a row as there are without a copy. */
function submit(device: GPUDevice, commands: readonly Command[], begin: number, end: number): void {
  const encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | undefined;
  let current: GPUComputePipeline | undefined;
  for (let i = begin; i < Math.min(end, commands.length); i++) {
    const command = commands[i] as Command;
    if ('from' in command) {
      pass?.end();
      pass = undefined;
      encoder.copyBufferToBuffer(command.from, 0, command.to, 0, command.from.size);
      continue;
    }
    if (!pass) current = undefined;
    pass ??= encoder.beginComputePass();
    if (command.pipeline !== current) pass.setPipeline(command.pipeline);
    current = command.pipeline;
    pass.setBindGroup(0, command.group);
    pass.dispatchWorkgroups(...command.grid);
  }
  pass?.end();
  device.queue.submit([encoder.finish()]);
}
