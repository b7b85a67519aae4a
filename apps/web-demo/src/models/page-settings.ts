import type { ModelMetadata } from '@pix2pix-ts/models';
import * as v from 'valibot';
import { TOOLS, type Tool } from '../draw/operation.ts';
import { EXAMPLE_KINDS, type ExampleKind } from '../examples/sample-set.ts';

/** What a model's file may say about drawing for it, under `training.page`. */
const schema = v.object({
  title: v.optional(v.pipe(v.string(), v.maxLength(40))),
  hint: v.optional(v.pipe(v.string(), v.maxLength(200))),
  palette: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/))), v.minLength(1), v.maxLength(24))),
  tools: v.optional(v.pipe(v.array(v.picklist(TOOLS)), v.minLength(1))),
  width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
  examples: v.optional(v.picklist(EXAMPLE_KINDS)),
});

/** How to draw for a model: its colours, its tools, how wide the pen is (of 1024), and which examples suit it. */
export type PageSettings = {
  title: string;
  hint: string;
  palette: string[];
  tools: Tool[];
  width: number;
  examples: ExampleKind;
};

/** For line drawings in black on white, such as those of OpenMoji, whose lines are 2 of 72 wide. */
export const LINES: PageSettings = {
  title: 'Your model',
  hint: 'Draw with black lines.',
  palette: [
    '#000000',
    '#fcea2b',
    '#f1b31c',
    '#ea5a47',
    '#a57939',
    '#92d3f5',
    '#61b2e4',
    '#b1cc33',
    '#5c9e31',
    '#d0cfce',
    '#9b9b9a',
    '#ffffff',
  ],
  tools: [...TOOLS],
  width: 28,
  examples: 'lines',
};

/** A model's own settings where its file has them, and those for line drawings for the rest. */
export function pageSettings({ training }: ModelMetadata): PageSettings {
  const { success, output } = v.safeParse(schema, training.page ?? {});
  return success ? { ...LINES, ...defined(output) } : LINES;
}

function defined<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
