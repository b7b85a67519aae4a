import type { Losses } from '@pix2pix-ts/trainer';

/** What a loss is called in a table or a chart; a loss that is not here is called by its name. */
const LABELS: Readonly<Record<string, string>> = { l1: 'L1', l2: 'L2', 'smooth-l1': 'smooth L1' };
/** What it is called where there is little room. */
const SHORT: Readonly<Record<string, string>> = { ...LABELS, discriminator: 'D', adversarial: 'G' };
/** The two that are large numbers, or not to be small at all. */
const COARSE: readonly string[] = ['discriminator', 'adversarial'];

/** The label of a loss. */
export function lossLabel(name: string): string {
  return LABELS[name] ?? name;
}

/** The losses in the width that a terminal leaves next to a bar; the generator's total says nothing that its terms do not. */
export function describeLosses({ generator: _, ...losses }: Losses): string {
  const parts = Object.entries(losses).map(([name, loss]) => {
    return `${SHORT[name] ?? name} ${loss.toFixed(COARSE.includes(name) ? 2 : 3)}`;
  });
  return parts.join('  ');
}
