import { PLANET_PALETTE } from '@pix2pix-ts/data';
import type { Tool } from '../draw/operation.ts';
import type { ExampleKind } from '../examples/example-kinds.ts';

/** A colour as `#rrggbb`, alone or with what it stands for. */
type NamedColour = string | { readonly colour: string; readonly name: string };

/** What the page knows of a model besides what its file says, and in place of it. */
export type ModelPage = {
  readonly title?: string;
  readonly hint?: string;
  readonly palette?: readonly NamedColour[];
  /** Colours besides those of the palette. */
  readonly more?: readonly NamedColour[];
  readonly tools?: readonly Tool[];
  /** The pen's, of 1024. */
  readonly width?: number;
  readonly examples?: ExampleKind;
  readonly hints?: boolean;
};

/** The colours of OpenMoji. */
export const OPENMOJI_PALETTE: readonly string[] = [
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
];

/** The models of this repository, by the name in their files; a new one is one entry, and comes with its package. */
export const MODEL_PAGES: Readonly<Record<string, ModelPage>> = {
  colour: {},
  // Its palette was measured, and black is in none of the many colours that a smaller palette is made of.
  '3d': { more: ['#000000'] },
  planet: {
    title: 'Planet',
    hint: 'Paint seas, forests and deserts of a world that does not exist.',
    palette: Object.entries(PLANET_PALETTE).map(([name, paint]) => ({ name, colour: hex(paint) })),
    tools: ['pen', 'fill', 'rectangle'],
    width: 96,
    examples: 'planet',
  },
};

function hex(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
