import { type Losses, lossLabel } from '@pix2pix-ts/trainer';

/** What a loss is called where there is little room. */
const SHORT: Readonly<Record<string, string>> = { discriminator: 'D', adversarial: 'G' };

/** The losses in the width that a terminal leaves next to a bar; the generator's total says nothing that its terms do not. */
export function describeLosses({ generator: _, ...losses }: Losses): string {
  const parts = Object.entries(losses).map(([name, loss]) => {
    return `${SHORT[name] ?? lossLabel(name)} ${loss.toFixed(name in SHORT ? 2 : 3)}`;
  });
  return parts.join('  ');
}
