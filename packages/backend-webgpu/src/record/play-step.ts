import type { TrainableBackendWebGPU } from '../backend.ts';
import { bring, freshTensors, type NamedTensors, type RecordedStep, sourcesOf } from './record-step.ts';
import type { Command, Stop } from './recording.ts';

/**
 * Asks the GPU for a recorded step once more, on other inputs and with numbers that are computed anew. Nothing is waited for,
 * but where JavaScript changes values in the middle.
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
  let waiting: RunCommand[] = [...copiesIn];
  const submitAll = () => {
    for (let i = 0; i < waiting.length; i += perSubmit) submit(backend.device, waiting.slice(i, i + perSubmit));
    waiting = [];
  };
  for (const command of recording.commands) {
    if (!('change' in command)) {
      waiting.push(command);
      continue;
    }
    submitAll();
    changeValues(backend, command);
  }
  const { tensors, copies: copiesOut } = freshTensors(backend, outputs); // nothing throws from here on
  waiting.push(...copiesOut);
  submitAll();
  return tensors;
}

type RunCommand = Exclude<Command, Stop>;

function changeValues(backend: TrainableBackendWebGPU, { change, taken, given }: Stop): void {
  const values = backend.readNow(taken);
  change(values);
  for (const [i, buffer] of given.entries())
    backend.queue.writeBuffer(buffer, 0, values[i] as Float32Array<ArrayBuffer>);
}

/** A pass for as many commands in a row as there are without a copy. */
function submit(device: GPUDevice, commands: readonly RunCommand[]): void {
  const encoder = device.createCommandEncoder();
  let pass: GPUComputePassEncoder | undefined;
  let current: GPUComputePipeline | undefined;
  for (const command of commands) {
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
