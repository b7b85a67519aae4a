import { attributesOf } from '../kernels/attributes.ts';
import { uniqueName } from '../kernels/unique-name.ts';
import { hideVariable, variableBehind } from '../kernels/variables.ts';
import type { Handle, NodeBackend } from '../node-backend.ts';
import type { NamedTensors, RecordedStep } from './record-step.ts';
import type { ChangingValues } from './recording.ts';
import { writeFunction } from './write-function.ts';

/** A recorded step as a function of TensorFlow's: one call runs it. */
export class StepFunction {
  private readonly backend: NodeBackend;
  private readonly step: RecordedStep;
  private readonly name = uniqueName('step');

  /** @throws UnwritableError where an operation has no place in a function */
  constructor(backend: NodeBackend, step: RecordedStep) {
    this.backend = backend;
    this.step = step;
    const { recording, outputs } = step;
    backend.binding.addFunction(writeFunction(backend.binding, this.name, recording, outputs));
  }

  /** Whether the tensors from before the step that it uses are there still. */
  get isUpToDate(): boolean {
    const { tensorMap } = this.backend;
    const { outside, variables } = this.step.recording;
    return outside.every(({ dataId }) => tensorMap.has(dataId)) && variables.every((dataId) => tensorMap.has(dataId));
  }

  /** @returns new tensors, which the caller owns */
  run(given: NamedTensors): NamedTensors {
    const { backend, name } = this;
    const { binding } = backend;
    const { recording, outputs } = this.step;
    const { outside, variables, changing } = recording;
    const { text } = attributesOf(binding);
    const numbers = this.valuesNow(changing);
    try {
      const handles = [
        ...backend.getInputTensorIds(Object.values(given)),
        ...backend.getInputTensorIds(outside as never),
        ...variables.map((dataId) => variableBehind(backend, { dataId } as never).id),
        ...numbers,
      ];
      for (const dataId of variables) hideVariable(backend, dataId);
      const results = binding.executeOp(name, [text('config_proto', CONFIG)], handles, outputs.length);
      return Object.fromEntries(
        outputs.map((output, i) => [output.name, backend.createOutputTensor(results[i] as Handle)]),
      );
    } finally {
      for (const id of numbers) binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.backend.binding.removeFunction(this.name);
  }

  /** Computes the changing values, each function once, in the order in which they came. */
  private valuesNow(changing: readonly ChangingValues[]): number[] {
    const { binding } = this.backend;
    const now = new Map<ChangingValues['again'], object>();
    return changing.map(({ again, valuesOf, shape }) => {
      const attributes = now.get(again) ?? again();
      now.set(again, attributes);
      return binding.createTensor(shape, binding.TF_FLOAT as number, valuesOf(attributes));
    });
  }
}

/**
 * TensorFlow's message ConfigProto { graph_options { rewrite_options { ... } } } with those of its rewrites off that could
 * give other bits, or make the first call long for nothing: layout_optimizer, constant_folding, arithmetic_optimization,
 * remapping. The addon takes texts, so a field may have no byte above 0x7f.
 */
const CONFIG = (() => {
  const OFF = 2;
  const rewrites = [1, 3, 7, 8, 9, 10, 13, 14].flatMap((field) => [field << 3, OFF]);
  const message = (field: number, content: readonly number[]) => [(field << 3) | 2, content.length, ...content];
  return String.fromCharCode(...message(10, message(10, rewrites)));
})();
