import { applyGenerator, compileGenerator, type ModelMetadata, withTransposedConvolutions } from '@pix2pix-ts/models';
import { dispose, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { ModelError } from '../model-error.ts';

/** Without dropout, or with the noise of this seed. */
export type Dropout = 'off' | number;

/** A model's network as it is on the engine. */
export type Network = {
  /** What the model's file says of dropout. */
  readonly usualDropout: Dropout;
  /** Whether an image comes out of a batch as it does on its own: without noise, and without statistics of the others. */
  isAlike(dropout: Dropout): boolean;
  readonly allowNonFinite: boolean;
  /** The output [B, H, W, outChannels] for an input [B, H, W, inChannels]; the caller owns it. */
  apply(input: Tensor4D, dropout: Dropout): Tensor4D;
  /**
   * The values of the output. `input` is called in a tidy.
   *
   * @throws ModelError where there are NaN among them, unless they are allowed
   */
  valuesOf(input: () => Tensor4D, dropout: Dropout): Promise<Float32Array>;
  /** @throws Error after `dispose` */
  expectLoaded(): void;
  /** Frees all that the network has on the engine. */
  dispose(): void;
};

export const NO_PICTURE =
  'Expected a picture from the model, got values that are not a number. Its weights are damaged, or training diverged; use an earlier checkpoint.';

/** With dropout as the file says, and no seed given: the same picture every time. */
const DEFAULT_SEED = 1;

/** The network of a model, which owns these tensors. */
export function createNetwork(
  metadata: ModelMetadata,
  tensors: Readonly<Record<string, Tensor>>,
  { allowNonFinite = false, compile = true } = {},
): Network {
  const statistics = metadata.statistics === 'image' ? 'batch' : 'running';
  const ready = compile ? compileGenerator : plainGenerator;
  const { config, tensors: prepared, added } = withTransposedConvolutions(metadata.generator, tensors);
  let seed = DEFAULT_SEED;
  const plain = ready(config, prepared, { statistics });
  const noisy = ready(config, prepared, { statistics, dropout: { seed: () => seed } });
  let disposed = false;

  function apply(input: Tensor4D, dropout: Dropout): Tensor4D {
    if (dropout === 'off') return plain.run(input);
    seed = dropout;
    return noisy.run(input);
  }

  function expectLoaded(): void {
    if (disposed) throw new Error('Expected a translator with a model, got one after dispose(). Load it again.');
  }

  return {
    usualDropout: metadata.dropout === 'off' ? 'off' : DEFAULT_SEED,
    isAlike: (dropout) => dropout === 'off' && statistics === 'running',
    allowNonFinite,
    apply,
    async valuesOf(input, dropout) {
      expectLoaded();
      const output = tidy(() => apply(input(), dropout));
      const values = await output.data<'float32'>().finally(() => output.dispose());
      // Weights can be finite and still too large, and NaN would come out as black.
      if (!allowNonFinite && values.some(Number.isNaN)) throw new ModelError(NO_PICTURE);
      return values;
    },
    expectLoaded,
    dispose() {
      if (!disposed) dispose([{ ...tensors }, added]);
      disposed = true;
      plain.dispose();
      noisy.dispose();
    },
  };
}

/** The same as `compileGenerator`, without being compiled. */
const plainGenerator: typeof compileGenerator = (config, tensors, mode) => ({
  run: (x) => tidy(() => applyGenerator(config, tensors, x, mode)),
  dispose: () => {},
});
