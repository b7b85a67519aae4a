import type { Engine } from './engine.ts';

/** One line that says which engine was chosen, and why not those before it. */
export function describeEngine({ description, passedOver }: Engine): string {
  const reasons = passedOver.map(({ name, reason }) => `; ${name} is ${reason}`);
  return `Engine: ${description}${reasons.join('')}`;
}
