import type { NamedTensors, StepCall } from '@pix2pix-ts/common/compiled-step';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { bring, freshTensors, type RecordedStep, sourcesOf } from './record-step.ts';
import type { Command, Stop } from './recording.ts';
import { whenDone } from './when-done.ts';

/** A recorded step that the GPU is asked for again, on other inputs and with numbers that are computed anew. */
export class PlayedStep implements StepCall {
  private readonly backend: TrainableBackendWebGPU;
  private readonly step: RecordedStep;
  /** After so many commands the GPU gets them, before the others are encoded. */
  private perSubmit = FEW;

  constructor(backend: TrainableBackendWebGPU, step: RecordedStep) {
    this.backend = backend;
    this.step = step;
    const { recording, begun } = step;
    recording.finish();
    backend.recordedBytes += recording.pool.numBytesAllocated;
    void whenDone(backend).then(() => {
      const parts = Math.ceil((performance.now() - begun) / LONGEST_SUBMIT);
      this.perSubmit = Math.max(FEW, Math.ceil((recording.commands.length + MANY_COPIES) / parts));
    });
  }

  get isUpToDate(): boolean {
    return this.step.recording.isUpToDate;
  }

  /** Waits for nothing, but where JavaScript changes values in the middle. @returns new tensors, which the caller owns */
  run(given: NamedTensors): NamedTensors {
    const { backend, perSubmit } = this;
    const { recording, inputs, outputs } = this.step;
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

  dispose(): void {
    const { recording } = this.step;
    this.backend.recordedBytes -= recording.pool.numBytesAllocated;
    recording.dispose();
  }
}

/** Commands at once while nobody knows how long they take, as the stock backend does. */
const FEW = 15;
/** Copies of inputs and outputs next to a step's own commands. */
const MANY_COPIES = 64;
/** In ms. Windows takes a GPU away that does not answer for two seconds, and browsers lose patience too. */
const LONGEST_SUBMIT = 250;

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
