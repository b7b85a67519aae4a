/** Colours that can be told apart next to each other: on white, and on a dark page. */
const COLOURS = [
  ['#2563d9', '#7aa7ff'],
  ['#d9480f', '#ff8a4c'],
  ['#0b8667', '#3ecf9f'],
  ['#a4269e', '#e58be0'],
  ['#8a6a00', '#e0bd4a'],
  ['#c2255c', '#ff85ab'],
  ['#0c8599', '#5bd0e0'],
  ['#5f5f6b', '#b9b9c4'],
] as const;

/** The page's name of the colour of a run. */
export function colourOf(index: number): string {
  return `run${index % COLOURS.length}`;
}

/** Whether a run's line is broken, because another one has its colour. */
export function isDashed(index: number): boolean {
  return Math.floor(index / COLOURS.length) % 2 === 1;
}

/** The colours by their names. */
export const COLOUR_STYLE = `
:root { ${variables(0)} }
@media (prefers-color-scheme: dark) { :root { ${variables(1)} } }
${COLOURS.map((_, index) => `.run${index} { --run: var(--run${index}); }`).join('\n')}
`;

function variables(theme: 0 | 1): string {
  return COLOURS.map((colours, index) => `--run${index}: ${colours[theme]};`).join(' ');
}
