import type { ReconstructionLoss, ReconstructionLossName } from '@pix2pix-ts/losses';

/** The name in a configuration for a reconstruction loss of the caller's own: a function is not data. */
export const OWN_LOSS = 'custom';

/** A reconstruction loss by its name, or a function of the caller's own. */
export type LossChoice = ReconstructionLossName | ReconstructionLoss | typeof OWN_LOSS;

/**
 * The choice, where it leads to a loss.
 *
 * @throws RangeError where a checkpoint's 'custom' came without the function that it stands for
 */
export function usableLoss(choice: LossChoice): ReconstructionLossName | ReconstructionLoss {
  if (choice !== OWN_LOSS) return choice;
  throw new RangeError(
    `Expected the function of the reconstruction loss '${OWN_LOSS}', got only its name. Pass the function as \`reconstruction\`.`,
  );
}
