import type { Engine } from '@pix2pix-ts/engine';
import { ENGINE_TITLES, type EngineChoice, isEngineChoice } from '../engines/engine-choice.ts';
import { pageEngine } from '../translate/translating.ts';
import { element } from './element.ts';

/** Fills a menu of engines and reports what is chosen. */
export function followEngineMenu(id: string, chosen: EngineChoice, onChoose: (choice: EngineChoice) => void): void {
  const menu = element(id, HTMLSelectElement);
  menu.replaceChildren(
    ...Object.entries(ENGINE_TITLES).map(([name, title]) => new Option(title, name, false, name === chosen)),
  );
  menu.addEventListener('change', () => {
    if (isEngineChoice(menu.value)) onChoose(menu.value);
  });
}

/** Says next to the milliseconds which engine runs, and on hovering why it is not one of those before it. */
export function showEngine(engine: Engine): void {
  const place = element('engine-name', HTMLSpanElement);
  const threads = engine.name === 'wasm' ? `, ${engine.threads === 1 ? '1 thread' : `${engine.threads} threads`}` : '';
  place.textContent = `on ${ENGINE_TITLES[pageEngine(engine)]}${threads}`;
  const reasons = engine.passedOver.map(({ name, reason }) => `${name} is ${reason}`);
  place.title = [engine.description, ...reasons].join('\n');
  showNoTime();
}

/** No time is known yet: what was measured is another engine's. */
export function showNoTime(): void {
  element('milliseconds', HTMLOutputElement).textContent = '–';
}
