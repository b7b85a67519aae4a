import {
  discriminatorLayers,
  generatorLayers,
  initDiscriminator,
  initGenerator,
  nameParams,
  weightShape,
} from '@pix2pix-ts/models';
import { type Adam, createAdam, type NamedTensors } from '@pix2pix-ts/ops';
import type { TrainConfig } from './train-config.ts';
import type { Networks } from './train-step.ts';

/** A network's tensors in a state: its parameters and Adam's two moments, each by the parameter's name. */
const GROUPS = ['param', 'm', 'v'] as const;

/** Both networks at the beginning of a run, their weights drawn from the configuration's seed; free them by `disposeNetworks`. */
export function createNetworks(config: TrainConfig): Networks {
  const { generator, discriminator, seed } = config;
  return {
    generator: createAdam(nameParams(initGenerator(generator, { seed })), config),
    discriminator: createAdam(nameParams(initDiscriminator(discriminator, { seed })), config),
  };
}

/**
 * Both networks as they were after `step` steps. The tensors are taken over; `networkTensors` gives their names.
 *
 * @throws if a tensor is missing, has another shape, or belongs to no network; nothing is taken over then.
 */
export function restoreNetworks(config: TrainConfig, tensors: NamedTensors, step: number): Networks {
  checkShapes(stateShapes(config), tensors);
  const restore = (network: keyof Networks) => {
    const [param, m, v] = GROUPS.map((group) => withPrefix(tensors, `${network}.${group}.`)) as [
      NamedTensors,
      NamedTensors,
      NamedTensors,
    ];
    return createAdam(param, config, { step, m, v });
  };
  return { generator: restore('generator'), discriminator: restore('discriminator') };
}

/**
 * Everything that both networks and their optimizers hold, as `generator.param.down1.weight`, `discriminator.v.block1.bias`:
 * the tensors themselves and no copies, which stay the networks' and are valid until the next step.
 */
export function networkTensors(networks: Networks): NamedTensors {
  const named: NamedTensors = {};
  for (const [network, adam] of Object.entries(networks) as [string, Adam][]) {
    const { m, v } = adam.state();
    const groups = { param: adam.params, m, v };
    for (const group of GROUPS)
      for (const [name, tensor] of Object.entries(groups[group])) named[`${network}.${group}.${name}`] = tensor;
  }
  return named;
}

/** Frees both networks. */
export function disposeNetworks({ generator, discriminator }: Networks): void {
  generator.dispose();
  discriminator.dispose();
}

/** The name and shape of every tensor of a state. */
export function stateShapes({ generator, discriminator }: TrainConfig): Map<string, number[]> {
  const layersOf = { generator: generatorLayers(generator), discriminator: discriminatorLayers(discriminator) };
  const shapes = new Map<string, number[]>();
  for (const [network, layers] of Object.entries(layersOf))
    for (const group of GROUPS)
      for (const layer of layers) {
        const name = `${network}.${group}.${layer.name}`;
        shapes.set(`${name}.weight`, weightShape(layer));
        if (layer.bias) shapes.set(`${name}.bias`, [layer.outChannels]);
      }
  return shapes;
}

function checkShapes(expected: ReadonlyMap<string, number[]>, got: NamedTensors): void {
  for (const [name, shape] of expected) {
    if (got[name]?.shape.join() === shape.join()) continue;
    const found = got[name] ? `[${got[name].shape}]` : 'none';
    throw new Error(`Expected a tensor '${name}' of shape [${shape}], got ${found}. Is it the state of another model?`);
  }
  const unknown = Object.keys(got).find((name) => !expected.has(name));
  if (unknown !== undefined)
    throw new Error(`Expected no tensor '${unknown}', got one. Is it the state of another model?`);
}

function withPrefix(tensors: NamedTensors, prefix: string): NamedTensors {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
