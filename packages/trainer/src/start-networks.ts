import type { NamedTensors } from '@pix2pix-ts/ops';
import { dispose, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { createNetworks, networkTensors, restoreNetworks, stateShapes } from './networks.ts';
import { broadcastTensors } from './share-tensors.ts';
import type { TrainConfig } from './train-config.ts';
import type { Networks } from './train-step.ts';
import type { World } from './world.ts';

/**
 * Both networks at the beginning of a run, or as a state has them. All ranks get the weights and moments of the first one,
 * so that they begin with the same bits; only that one draws them, or needs the state's tensors.
 *
 * @param from the tensors are taken over; those of other ranks than the first are freed
 * @throws on the first rank, if the tensors are not those of this configuration
 */
export function startNetworks(
  world: World,
  config: TrainConfig,
  from?: { step: number; tensors: NamedTensors },
): Networks {
  if (world.rank > 0) dispose({ ...from?.tensors });
  const own = world.rank > 0 ? {} : networkTensors(firstNetworks(config, from));
  // By the configuration's order of names, because buffers have none, and a file may have another order.
  const entries = [...stateShapes(config)].map(([name, shape]): [string, Tensor] => [name, own[name] ?? zeros(shape)]);
  return restoreNetworks(config, broadcastTensors(world, Object.fromEntries(entries)), from?.step ?? 0);
}

function firstNetworks(config: TrainConfig, from?: { step: number; tensors: NamedTensors }): Networks {
  return from ? restoreNetworks(config, from.tensors, from.step) : createNetworks(config);
}
