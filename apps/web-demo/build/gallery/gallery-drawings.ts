import { DRAWING_SIDE, PEN, TWELVE_DRAWINGS } from '@pix2pix-ts/testing/twelve-drawings';
import { type Operation, SIDE } from '../../src/draw/operation.ts';
import type { ExampleKind } from '../../src/examples/example-kinds.ts';
import { svgStrokes } from './svg-strokes.ts';

/** A drawing of the gallery. */
export type GalleryDrawing = {
  readonly title: string;
  readonly drawing: readonly Operation[];
  /** Dots of colour for a model that takes hints. */
  readonly hints: readonly Operation[];
};

/** A dot of colour at x, y. */
type Dot = readonly [x: number, y: number, colour: string];
/** A shape that is painted flat: its outline, its colour, and places in it from which it is filled. */
type FlatShape = {
  readonly svg: string;
  readonly colour: string;
  readonly fills: readonly (readonly [number, number])[];
};

const HINTS: Readonly<Partial<Record<keyof typeof TWELVE_DRAWINGS, readonly Dot[]>>> = {
  smiley: [
    [128, 60, '#fcea2b'],
    [128, 174, '#ea5a47'],
    [90, 98, '#a57939'],
    [166, 99, '#a57939'],
  ],
  cat: [
    [128, 84, '#f1b31c'],
    [128, 164, '#ea5a47'],
  ],
  fish: [
    [70, 150, '#61b2e4'],
    [150, 130, '#61b2e4'],
    [212, 128, '#ea5a47'],
  ],
  house: [
    [128, 84, '#ea5a47'],
    [76, 200, '#fcea2b'],
    [128, 200, '#a57939'],
    [78, 156, '#92d3f5'],
    [182, 156, '#92d3f5'],
  ],
  tree: [
    [120, 100, '#5c9e31'],
    [128, 200, '#a57939'],
  ],
  car: [
    [40, 150, '#ea5a47'],
    [110, 108, '#92d3f5'],
    [160, 108, '#92d3f5'],
    [70, 190, '#9b9b9a'],
    [188, 190, '#9b9b9a'],
  ],
  cup: [
    [110, 160, '#61b2e4'],
    [114, 84, '#a57939'],
  ],
  flower: [
    [128, 96, '#fcea2b'],
    [128, 42, '#ea5a47'],
    [180, 82, '#ea5a47'],
    [160, 140, '#ea5a47'],
    [96, 140, '#ea5a47'],
    [76, 82, '#ea5a47'],
    [170, 206, '#5c9e31'],
  ],
  mushroom: [
    [120, 110, '#ea5a47'],
    [128, 200, '#fcea2b'],
    [84, 92, '#fcea2b'],
    [150, 66, '#fcea2b'],
    [182, 112, '#fcea2b'],
  ],
  sun: [[128, 128, '#fcea2b']],
  heart: [[128, 140, '#ea5a47']],
  star: [[128, 130, '#fcea2b']],
};

const FLAT: Readonly<Record<string, readonly FlatShape[]>> = {
  mushroom: [
    { svg: '<path d="M96 150 Q104 196 88 232 L170 232 Q152 196 160 150 Z"/>', colour: '#f3ad61', fills: [[128, 190]] },
    {
      svg: '<path d="M22 138 Q30 26 128 24 Q226 26 234 138 Q128 160 22 138 Z"/>',
      colour: '#f8312f',
      fills: [
        [60, 110],
        [128, 80],
      ],
    },
    { svg: '<circle cx="84" cy="92" r="16"/>', colour: '#ffffff', fills: [[84, 92]] },
    { svg: '<circle cx="150" cy="66" r="14"/>', colour: '#ffffff', fills: [[150, 66]] },
    { svg: '<circle cx="182" cy="112" r="12"/>', colour: '#ffffff', fills: [[182, 112]] },
  ],
  heart: [{ svg: TWELVE_DRAWINGS.heart, colour: '#f8312f', fills: [[128, 150]] }],
  star: [{ svg: TWELVE_DRAWINGS.star, colour: '#ffb02e', fills: [[128, 130]] }],
  smiley: [
    { svg: '<circle cx="128" cy="128" r="104"/>', colour: '#fcd53f', fills: [[128, 128]] },
    { svg: '<ellipse cx="92" cy="104" rx="8" ry="13"/>', colour: '#321b41', fills: [[92, 104]] },
    { svg: '<ellipse cx="164" cy="104" rx="8" ry="13"/>', colour: '#321b41', fills: [[164, 104]] },
    { svg: '<path d="M84 158 Q128 204 172 158 Q128 176 84 158 Z"/>', colour: '#321b41', fills: [[128, 176]] },
  ],
  apple: [
    {
      svg: '<path d="M128 82 Q60 50 38 118 Q36 206 96 230 Q128 218 160 230 Q220 206 218 118 Q196 50 128 82 Z"/>',
      colour: '#f8312f',
      fills: [[128, 150]],
    },
    { svg: '<path d="M128 76 Q124 48 136 26"/>', colour: '#6d4534', fills: [] },
    { svg: '<path d="M144 54 Q168 18 206 34 Q188 66 144 54 Z"/>', colour: '#00d26a', fills: [[174, 42]] },
  ],
  flower: [
    { svg: '<path d="M128 150 Q122 200 130 240"/>', colour: '#00d26a', fills: [] },
    { svg: '<path d="M134 222 Q170 172 208 190 Q180 232 134 222 Z"/>', colour: '#00d26a', fills: [[174, 206]] },
    ...(
      [
        [128, 44],
        [178, 82],
        [160, 140],
        [96, 140],
        [78, 82],
      ] as const
    ).map(([x, y]) => ({
      svg: `<circle cx="${x}" cy="${y}" r="24"/>`,
      colour: '#8d65c5',
      fills: [[x, y]] as const,
    })),
    { svg: '<circle cx="128" cy="98" r="22"/>', colour: '#fcd53f', fills: [[128, 98]] },
  ],
};

/** Seeds of planets with something of everything. */
const SEEDS = [2, 11, 9, 6];

/** The drawings of each kind, those first that a page shows first. */
export const GALLERY_DRAWINGS: Readonly<Record<ExampleKind, readonly GalleryDrawing[]>> = {
  lines: (
    ['smiley', 'cat', 'car', 'mushroom', 'flower', 'house', 'fish', 'tree', 'sun', 'cup', 'heart', 'star'] as const
  ).map((name) => ({
    title: name,
    drawing: svgStrokes(TWELVE_DRAWINGS[name]).map((points) => stroke(points, '#000000', PEN)),
    hints: (HINTS[name] ?? []).map(([x, y, colour]) => stroke([x, y], colour, PEN)),
  })),
  flat: Object.entries(FLAT).map(([title, shapes]) => ({ title, drawing: shapes.flatMap(flat), hints: [] })),
  planet: SEEDS.map((seed) => ({ title: `planet ${seed}`, drawing: [{ kind: 'planet', seed }], hints: [] })),
};

function flat({ svg, colour, fills }: FlatShape): Operation[] {
  return [
    ...svgStrokes(svg).map((points) => stroke(points, colour, 2 * PEN)),
    ...fills.map((point): Operation => ({ kind: 'fill', colour, points: point.map(inUnits) })),
  ];
}

function stroke(points: readonly number[], colour: string, width: number): Operation {
  return { kind: 'stroke', colour, width: inUnits(width), points: points.map(inUnits) };
}

/** From the drawings' own units to the page's, whole ones, so that a link is short. */
function inUnits(value: number): number {
  return Math.round((value * SIDE) / DRAWING_SIDE);
}
