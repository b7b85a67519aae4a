// Registers the gradients that training needs.
import '@tensorflow/tfjs-layers';
import {
  applyDiscriminator,
  applyGenerator,
  discriminatorLayers,
  generatorLayers,
  initDiscriminator,
  initGenerator,
  nameParams,
  paramsFromNames,
} from '@pix2pix-ts/models';
import { createAdam, type NamedTensors } from '@pix2pix-ts/ops';
import { formulaImages } from '@pix2pix-ts/reference';
import {
  abs,
  add,
  engine,
  getBackend,
  mean,
  mul,
  neg,
  type Scalar,
  softplus,
  sub,
  type Tensor,
  type Tensor4D,
  tensor4d,
  tidy,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import { type PresetModel, type PresetName, presetModel } from './preset-model.ts';
import { type BackendName, startBackend } from './start-backend.ts';

/** What a measuring process is told. */
export type OurOptions = { backend: BackendName; preset: PresetName; batch?: number; threads: number };

/** A model in training and its images; both functions return when the engine is done. */
export type OurStep = {
  backendName: string;
  imageSize: number;
  batch: number;
  /** One update of both networks, the discriminator first; gives their losses. */
  trainStep(): { discriminator: number; generator: number };
  /** One batch through the generator, dropout off. */
  translate(): void;
};

/** Starts the backend and sets a preset's model up. */
export async function startOurStep({ backend, preset, batch }: OurOptions): Promise<OurStep> {
  await startBackend(backend);
  return createOurStep(presetModel(preset, batch));
}

/** A model in training on smooth images, on the current backend. */
export function createOurStep({ generator, discriminator, learningRate, batch }: PresetModel): OurStep {
  const { imageSize, dropout } = generator;
  const adamG = createAdam(nameParams(initGenerator(generator, { seed: 1 })));
  const adamD = createAdam(nameParams(initDiscriminator(discriminator, { seed: 1 })));
  const [a, b] = ['a', 'b'].map((side) =>
    tensor4d(formulaImages(side, batch, imageSize), [batch, imageSize, imageSize, 3]),
  ) as [Tensor4D, Tensor4D];
  let step = 0;

  const runG = (params: NamedTensors, training: boolean) => {
    const choice = training && dropout > 0 ? ({ seed: 1, step } as const) : 'off';
    return applyGenerator(generator, paramsFromNames(generatorLayers(generator), params), a, { dropout: choice });
  };
  const runD = (params: NamedTensors, target: Tensor4D) =>
    applyDiscriminator(discriminator, paramsFromNames(discriminatorLayers(discriminator), params), target, a);

  function updateDiscriminator(fake: Tensor4D): number {
    const { value, gradients } = lossAndGradients(adamD.params, (params) =>
      mul(0.5, add(adversarial(runD(params, b), true), adversarial(runD(params, fake), false))),
    );
    adamD.update(gradients, learningRate);
    return readScalar(value);
  }

  // The generator runs once: its output serves the discriminator's update and then its own, inside one gradient.
  function trainStep() {
    step++;
    return tidy(() => {
      let lossD = 0;
      const { value: lossG, gradients } = lossAndGradients(adamG.params, (params) => {
        const fake = runG(params, true);
        lossD = updateDiscriminator(detached(fake));
        return add(adversarial(runD(adamD.params, fake), true), mul(100, mean(abs(sub(fake, b)))));
      });
      adamG.update(gradients, learningRate);
      return { discriminator: lossD, generator: readScalar(lossG) };
    });
  }

  const translate = () => tidy(() => void runG(adamG.params, false).dataSync());
  return { backendName: getBackend(), imageSize, batch, trainStep, translate };
}

/**
 * The same values without their history. Otherwise the generator's gradient would also lead through the discriminator's
 * update, whose new weights depend on the fake.
 */
function detached(x: Tensor4D): Tensor4D {
  engine().backend.incRef(x.dataId); // the new tensor shares the data, and is disposed like any other
  return engine().makeTensorFromTensorInfo(x) as Tensor4D;
}

/** Binary cross-entropy of the logits against all ones (real) or all zeros. */
function adversarial(logits: Tensor4D, real: boolean): Tensor {
  return mean(softplus(real ? neg(logits) : logits));
}

function lossAndGradients(params: NamedTensors, loss: (params: NamedTensors) => Tensor) {
  const names = Object.keys(params);
  const named = (tensors: Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i] as Tensor]));
  const lossOf = (...tensors: Tensor[]) => loss(named(tensors)) as Scalar;
  const { value, grads } = valueAndGrads(lossOf)(names.map((name) => params[name] as Tensor));
  return { value: value as Scalar, gradients: named(grads) };
}

function readScalar(loss: Scalar): number {
  return loss.dataSync()[0] as number;
}
