import { type PhotographKind, photographKinds } from '@pix2pix-ts/data';
import type { ModelMetadata } from '@pix2pix-ts/models';
import * as v from 'valibot';
import { colourName } from '../draw/colour-name.ts';
import { TOOLS, type Tool } from '../draw/operation.ts';
import { EXAMPLE_KINDS, type ExampleKind } from '../examples/example-kinds.ts';
import { MODEL_PAGES, OPENMOJI_PALETTE } from './model-pages.ts';

const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(24));

/** What a model's file may say about drawing for it, under `training.page`. */
const schema = v.object({
  title: v.optional(v.pipe(v.string(), v.maxLength(40))),
  hint: v.optional(v.pipe(v.string(), v.maxLength(200))),
  palette: v.optional(v.pipe(v.array(v.union([colour, v.object({ colour, name })])), v.minLength(1), v.maxLength(24))),
  tools: v.optional(v.pipe(v.array(v.picklist(TOOLS)), v.minLength(1))),
  width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
  examples: v.optional(v.picklist(EXAMPLE_KINDS)),
  hints: v.optional(v.boolean()),
  photographs: v.optional(v.picklist(photographKinds)),
});

/** A colour to draw with. */
export type Swatch = {
  readonly colour: string;
  /** What it stands for, such as forest, or what people call it. */
  readonly name: string;
  /** Whether the name says more than a look at the colour does. */
  readonly isNamed: boolean;
};

/** How to draw for a model: its colours, its tools, how wide the pen is (of 1024), and which examples suit it. */
export type PageSettings = {
  readonly title: string;
  readonly hint: string;
  readonly palette: readonly Swatch[];
  readonly tools: readonly Tool[];
  readonly width: number;
  readonly examples: ExampleKind;
  /** Whether anybody said which drawings the model wants; the examples of others are a guess. */
  readonly isKnown: boolean;
  /** Whether dots of colour tell the model the colours of what the lines enclose. */
  readonly hints: boolean;
  /** What photographs become for the model, where its file says so. */
  readonly photographs: PhotographKind | undefined;
};

/** For line drawings in black on white, such as those of OpenMoji, whose lines are 2 of 72 wide. */
export const LINES: PageSettings = {
  title: 'Your model',
  hint: 'Draw with black lines.',
  palette: OPENMOJI_PALETTE.map(swatchOf),
  tools: TOOLS,
  width: 28,
  examples: 'lines',
  isKnown: false,
  hints: false,
  photographs: undefined,
};

/**
 * A model's own settings where its file has them, what the page adds for a model of this repository, and the settings for
 * line drawings for the rest.
 */
export function pageSettings({ training }: ModelMetadata): PageSettings {
  const { success, output } = v.safeParse(schema, training.page ?? {});
  const said = success ? output : {};
  const { more = [] } = (typeof training.name === 'string' && modelPage(training.name)) || {};
  const hints = said.hints ?? (typeof training.hints === 'number' && training.hints > 0);
  // Hints in black alone would tell nothing.
  const isBlackAlone = said.palette === undefined || said.palette.length === 1;
  const palette = hints && isBlackAlone ? OPENMOJI_PALETTE : [...(said.palette ?? OPENMOJI_PALETTE), ...more];
  return {
    title: said.title ?? LINES.title,
    hint: hints ? HINT_FOR_HINTS : (said.hint ?? LINES.hint),
    palette: unique(palette.map(swatchOf)),
    tools: said.tools ?? LINES.tools,
    width: said.width ?? LINES.width,
    examples: said.examples ?? LINES.examples,
    isKnown: said.examples !== undefined,
    hints,
    photographs: said.photographs,
  };
}

const HINT_FOR_HINTS = 'Draw with black lines; a dot of colour says what colour a part has.';

/** Not what every object has. */
function modelPage(called: string) {
  return Object.hasOwn(MODEL_PAGES, called) ? MODEL_PAGES[called] : undefined;
}

function swatchOf(given: string | { readonly colour: string; readonly name: string }): Swatch {
  return typeof given === 'string'
    ? { colour: given, name: colourName(given), isNamed: false }
    : { ...given, isNamed: true };
}

function unique(swatches: readonly Swatch[]): Swatch[] {
  return swatches.filter(({ colour: one }, at) => swatches.findIndex((other) => other.colour === one) === at);
}
