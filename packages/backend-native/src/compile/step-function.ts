import { type NamedTensors, RefusedStepError, type StepCall } from '@pix2pix-ts/common/compiled-step';
import { attributesOf } from '../kernels/attributes.ts';
import { uniqueName } from '../kernels/unique-name.ts';
import { hideVariable, variableBehind } from '../kernels/variables.ts';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { RecordedStep } from './record-step.ts';
import type { ChangingValues } from './recording.ts';
import { StepValues } from './step-values.ts';
import { writeFunction } from './write-function.ts';

/** A recorded step as a function of TensorFlow's, or as several round the places where it waits for JavaScript. */
export class StepFunction implements StepCall {
  private readonly backend: NodeBackend;
  private readonly step: RecordedStep;
  private readonly pieces: readonly (Piece & { readonly name: string })[];

  private hasRun = false;

  /** @throws RefusedStepError where an operation has no place in a function, or where TensorFlow refuses one */
  constructor(backend: NodeBackend, step: RecordedStep) {
    const { binding } = backend;
    this.backend = backend;
    this.step = step;
    this.pieces = piecesOf(step).map((piece) => ({ ...piece, name: uniqueName('step') }));
    // All are written before TensorFlow is given the first one.
    const definitions = this.pieces.map((piece) => writeFunction(binding, piece.name, step.recording, piece));
    for (const [i, definition] of definitions.entries()) {
      try {
        binding.addFunction(definition);
      } catch (error) {
        for (const { name } of this.pieces.slice(0, i)) binding.removeFunction(name);
        throw refusalOf(error);
      }
    }
  }

  /** Whether the tensors from before the step that it uses are there still. */
  get isUpToDate(): boolean {
    const { tensorMap } = this.backend;
    const { outside, variables } = this.step.recording;
    return outside.every(({ dataId }) => tensorMap.has(dataId)) && variables.every((dataId) => tensorMap.has(dataId));
  }

  /**
   * @returns new tensors, which the caller owns
   * @throws RefusedStepError where the first call fails and nothing has changed by it
   */
  run(given: NamedTensors): NamedTensors {
    try {
      const outputs = this.callAll(given);
      this.hasRun = true;
      return outputs;
    } catch (error) {
      throw this.hasRun || this.changesSomething ? error : refusalOf(error);
    }
  }

  dispose(): void {
    for (const { name } of this.pieces) this.backend.binding.removeFunction(name);
  }

  /** Whether a run that has failed may have left something changed: a tensor from before it, a count, what JavaScript did. */
  private get changesSomething(): boolean {
    const { variables, changing, stops } = this.step.recording;
    return variables.length + changing.length + stops.length > 0;
  }

  private callAll(given: NamedTensors): NamedTensors {
    const { backend } = this;
    const { recording, outputs } = this.step;
    const values = new StepValues(backend.binding);
    try {
      values.know('input', backend.getInputTensorIds(Object.values(given)));
      values.know('outside', backend.getInputTensorIds(recording.outside as never));
      const { variables } = recording;
      values.know(
        'variable',
        variables.map((dataId) => variableBehind(backend, { dataId } as never).id),
      );
      values.own('changing', this.changingNow());
      for (const dataId of variables) hideVariable(backend, dataId);
      let results: Handle[] = [];
      for (const piece of this.pieces) {
        results = this.call(piece, values);
        if (piece.stop) values.change(piece, results);
      }
      return Object.fromEntries(outputs.map(({ name }, i) => [name, backend.createOutputTensor(results[i] as Handle)]));
    } finally {
      values.dispose();
    }
  }

  private call({ name, takes, gives, end, begin }: Piece & { name: string }, values: StepValues): Handle[] {
    if (end === begin && gives.length === 0) return []; // one stop right after the other
    const { binding } = this.backend;
    const config = attributesOf(binding).text('config_proto', CONFIG);
    return binding.executeOp(
      name,
      [config],
      takes.map((reference) => values.handle(reference)),
      gives.length,
    );
  }

  /** Computes the changing values, each function once, in the order in which they came. */
  private changingNow(): number[] {
    const { binding } = this.backend;
    const now = new Map<ChangingValues['again'], object>();
    return this.step.recording.changing.map(({ again, valuesOf, shape }) => {
      const attributes = now.get(again) ?? again();
      now.set(again, attributes);
      return binding.createTensor(shape, binding.TF_FLOAT as number, valuesOf(attributes));
    });
  }
}

/** What TensorFlow says about a function that it does not take, in one line: the addon puts a number and `Message:` before it. */
function refusalOf(error: unknown): RefusedStepError {
  const { message } = error as Error;
  const [line = ''] = (/^Message: (.+)/m.exec(message)?.[1] ?? message).split('\n');
  return new RefusedStepError(`TensorFlow refuses it (${line.replace(/\.$/, '')})`, { cause: error });
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
