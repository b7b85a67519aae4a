import type { Tool } from '../draw/operation.ts';
import type { PenSettings } from '../draw/pen.ts';
import type { PageSettings, Swatch } from '../models/page-settings.ts';
import { shownText } from '../text/shown-text.ts';
import { element } from './element.ts';

/** The tools, the colours and the width, as they are shown. */
export type Toolbar = {
  /** Offers the tools and colours of a model. */
  offer(settings: PageSettings): void;
  choose(tool: Tool): void;
};

/** Lets the toolbar set the pen. */
export function createToolbar(pen: PenSettings): Toolbar {
  const tools = [...document.querySelectorAll<HTMLButtonElement>('[data-tool]')];
  const palette = element('palette', HTMLDivElement);
  const width = element('width', HTMLInputElement);

  const choose = (tool: Tool) => {
    pen.tool = tool;
    for (const button of tools) button.setAttribute('aria-pressed', String(button.dataset.tool === tool));
  };
  for (const button of tools) button.addEventListener('click', () => choose(button.dataset.tool as Tool));

  width.addEventListener('input', () => {
    pen.width = width.valueAsNumber;
  });

  const chooseColour = (colour: string) => {
    pen.colour = colour;
    for (const swatch of palette.querySelectorAll('button')) {
      const chosen = swatch.dataset.colour === colour;
      swatch.setAttribute('aria-checked', String(chosen));
      swatch.tabIndex = chosen ? 0 : -1;
    }
    if (pen.tool === 'eraser') choose('pen');
  };
  palette.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const swatches = [...palette.querySelectorAll('button')];
    const at = swatches.findIndex(({ dataset }) => dataset.colour === pen.colour);
    const next = swatches[(at + step + swatches.length) % swatches.length];
    next?.focus();
    if (next?.dataset.colour) chooseColour(next.dataset.colour);
  });

  return {
    choose,
    offer(settings) {
      const colours = settings.palette.map(({ colour }) => colour);
      palette.replaceChildren(...settings.palette.map((swatch) => buttonOf(swatch, () => chooseColour(swatch.colour))));
      for (const button of tools) button.hidden = !settings.tools.includes(button.dataset.tool as Tool);
      if (!settings.tools.includes(pen.tool)) choose(settings.tools[0] ?? 'pen');
      else choose(pen.tool);
      chooseColour(colours.includes(pen.colour) ? pen.colour : (colours[0] as string));
      pen.width = settings.width;
      width.valueAsNumber = settings.width;
      for (const place of [element('hint', HTMLParagraphElement), element('how', HTMLSpanElement)])
        place.textContent = shownText(settings.hint, 200);
    },
  };
}

function buttonOf({ colour, name, isNamed }: Swatch, onChoose: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.colour = colour;
  button.setAttribute('role', 'radio');
  button.title = shownText(name, 24);
  if (isNamed) {
    const dot = document.createElement('i');
    dot.style.backgroundColor = colour;
    button.className = 'named';
    button.append(dot, shownText(name, 24));
  } else {
    button.style.backgroundColor = colour;
    button.setAttribute('aria-label', name);
  }
  button.addEventListener('click', onChoose);
  return button;
}
