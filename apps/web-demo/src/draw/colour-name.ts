import { type Colour, colourOf } from '@pix2pix-ts/data';

/** Where a hue starts, in degrees, and its name from there on. */
const HUES = [
  [0, 'red'],
  [16, 'orange'],
  [46, 'yellow'],
  [68, 'green'],
  [165, 'turquoise'],
  [192, 'blue'],
  [255, 'purple'],
  [300, 'pink'],
  [352, 'red'],
] as const;

/** With less difference than this between the channels it is a grey. */
const GREY = 20;

/** What a colour, written as `#rrggbb`, is called by people, such as `dark blue`: for screen readers. */
export function colourName(colour: string): string {
  const channels = colourOf(colour);
  const [least, most] = [Math.min(...channels), Math.max(...channels)];
  const lightness = (least + most) / 2;
  if (most - least < GREY) return greyName(lightness);
  const hue = hueOf(channels, most - least);
  const name = HUES.findLast(([from]) => hue >= from)?.[1] ?? 'red';
  // Everybody calls a dark orange brown.
  if (name === 'orange' && lightness < 125) return shade(lightness + 45, 'brown');
  return shade(lightness, name);
}

function greyName(lightness: number): string {
  if (lightness < 24) return 'black';
  if (lightness > 247) return 'white';
  return shade(lightness < 128 ? lightness - 35 : lightness, 'grey');
}

function shade(lightness: number, name: string): string {
  if (lightness < 50) return `very dark ${name}`;
  if (lightness < 90) return `dark ${name}`;
  return lightness > 190 ? `light ${name}` : name;
}

/** In degrees. */
function hueOf([red, green, blue]: Colour, range: number): number {
  const most = Math.max(red, green, blue);
  if (most === red) return (60 * ((green - blue) / range) + 360) % 360;
  return most === green ? 60 * ((blue - red) / range) + 120 : 60 * ((red - green) / range) + 240;
}
