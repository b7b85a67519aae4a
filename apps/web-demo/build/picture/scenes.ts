/** A place on the sheet as shares of its side, from the top left. */
export type Place = readonly [x: number, y: number];

/** What is done in one go: a line of the pen, or a fill, which has one place. */
export type Stroke = {
  readonly tool: 'pen' | 'fill';
  /** As `#rrggbb`; the palette's nearest colour is taken. */
  readonly colour: string;
  /** The pen's, of 1024; the model's own unless given. */
  readonly width?: number;
  readonly places: readonly Place[];
};

const BLACK = '#000000';

/** What is painted for each model that the page may come with, in this order. */
export const SCENES: Readonly<Record<string, readonly Stroke[]>> = {
  colour: smiley(),
  '3d': flatFace(),
  planet: continents(),
};

/** Black lines on white, which the models for line drawings want. */
function smiley(): Stroke[] {
  const line = (places: Place[]): Stroke => ({ tool: 'pen', colour: BLACK, places });
  return [
    line(ellipse(0.5, 0.5, 0.4, 0.4)),
    line(ellipse(0.36, 0.39, 0.05, 0.06)),
    line(ellipse(0.64, 0.39, 0.05, 0.06)),
    line([...arc([0.5, 0.56], [0.24, 0.22], [0, 180]), ...arc([0.5, 0.56], [0.24, 0.02], [180, 360])]),
  ];
}

/** Flat shapes, which the models for them want. */
function flatFace(): Stroke[] {
  const shape = (colour: string, outline: Place[], inside: Place): Stroke[] => [
    { tool: 'pen', colour, places: outline },
    { tool: 'fill', colour, places: [inside] },
  ];
  return [
    ...shape('#ffc83d', ellipse(0.5, 0.5, 0.4, 0.4), [0.5, 0.5]),
    ...shape('#402a32', ellipse(0.36, 0.42, 0.045, 0.06), [0.36, 0.42]),
    ...shape('#402a32', ellipse(0.64, 0.42, 0.045, 0.06), [0.64, 0.42]),
    { tool: 'pen', colour: '#bb1d80', width: 36, places: arc([0.5, 0.54], [0.2, 0.18], [15, 165]) },
  ];
}

/** Kinds of ground from the sea up, by the paint that `prepare planet` gives them. */
function continents(): Stroke[] {
  const land = (colour: string, width: number, ...places: Place[]): Stroke => ({
    tool: 'pen',
    colour,
    width,
    places: rounded(rounded(rounded(places))),
  });
  const [grass, forest, steppe, desert, highland, ice] = [
    '#5a8c3c',
    '#145a28',
    '#a09650',
    '#e1c38c',
    '#966446',
    '#fafafa',
  ];
  return [
    { tool: 'fill', colour: '#1e5ab4', places: [[0.5, 0.5]] },
    land(grass, 120, [0.2, 0.3], [0.34, 0.24], [0.5, 0.3], [0.46, 0.42], [0.3, 0.4], [0.24, 0.34], [0.4, 0.34]),
    land(desert, 120, [0.3, 0.52], [0.44, 0.54], [0.58, 0.5], [0.6, 0.6], [0.46, 0.64], [0.36, 0.6]),
    land(steppe, 80, [0.26, 0.46], [0.4, 0.47], [0.54, 0.42]),
    land(forest, 110, [0.52, 0.7], [0.58, 0.78], [0.54, 0.86]),
    land(forest, 60, [0.2, 0.28], [0.28, 0.3], [0.32, 0.38]),
    land(highland, 44, [0.44, 0.26], [0.5, 0.36], [0.54, 0.46], [0.58, 0.56], [0.57, 0.68], [0.56, 0.78]),
    land(grass, 90, [0.78, 0.2], [0.84, 0.28], [0.8, 0.36]),
    land(forest, 60, [0.8, 0.52], [0.86, 0.56]),
    land(ice, 90, [0.01, 0.05], [0.3, 0.05], [0.5, 0.07], [0.7, 0.03], [0.99, 0.05]),
    land(ice, 80, [0.01, 0.97], [0.4, 0.96], [0.66, 0.95], [0.99, 0.97]),
  ];
}

/** A line whose corners are cut at a quarter of the way to the next ones (Chaikin 1974); its ends stay. */
function rounded(places: readonly Place[]): Place[] {
  const between = ([x, y]: Place, [toX, toY]: Place, share: number): Place => [
    x + share * (toX - x),
    y + share * (toY - y),
  ];
  const cut = places.slice(1).flatMap((next, at) => {
    const from = places[at] as Place;
    return [between(from, next, 0.25), between(from, next, 0.75)];
  });
  return [...places.slice(0, 1), ...cut, ...places.slice(-1)];
}

function ellipse(x: number, y: number, across: number, down: number): Place[] {
  return arc([x, y], [across, down], [-90, 270]);
}

/** Places along a part of an ellipse; 0 degrees are to the right of its middle, 90 below it. */
function arc([x, y]: Place, [across, down]: Place, [from, to]: readonly [from: number, to: number]): Place[] {
  const steps = 96;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [x + across * Math.cos(angle), y + down * Math.sin(angle)] as const;
  });
}
