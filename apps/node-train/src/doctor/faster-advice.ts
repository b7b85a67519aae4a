import { figuresOf, milliseconds } from '../engines/engine-order.ts';
import type { Findings } from './diagnosis.ts';

/** To use the engine that was measured to be the fastest, where another one was asked for; and to try a graphics card. */
export function fasterAdvice({ engine, engines, comparison, hasCard }: Findings): string[] {
  const webgpu = engines.find(({ name }) => name === 'webgpu');
  if (hasCard && webgpu?.description.startsWith('not installed'))
    return ["Try this machine's graphics card: npm install webgpu, next to pix2pix (130 MB)."];
  const figures = figuresOf(comparison ?? {});
  const [fastest] = figures;
  const own = figures.find(([name]) => name === engine.name);
  if (!fastest || !own || fastest === own) return [];
  return [
    `Use --backend ${fastest[0]}: a step takes ${milliseconds(fastest[1])} there, ${milliseconds(own[1])} on ${engine.name}.`,
  ];
}
