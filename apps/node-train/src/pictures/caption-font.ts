/**
 * The letters of the captions, 5 pixels wide and 8 high, so that a picture needs no font of the system: some machines
 * have none.
 */
const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  a: ['', '', ' ###', '    #', ' ####', '#   #', ' ####', ''],
  e: ['', '', ' ###', '#   #', '#####', '#', ' ###', ''],
  g: ['', '', ' ####', '#   #', '#   #', ' ####', '    #', ' ###'],
  i: ['  #', '', ' ##', '  #', '  #', '  #', ' ###', ''],
  n: ['', '', '# ##', '##  #', '#   #', '#   #', '#   #', ''],
  o: ['', '', ' ###', '#   #', '#   #', '#   #', ' ###', ''],
  p: ['', '', '####', '#   #', '#   #', '####', '#', '#'],
  r: ['', '', '# ##', '##  #', '#', '#', '#', ''],
  t: [' #', ' #', '####', ' #', ' #', ' #  #', '  ##', ''],
  u: ['', '', '#   #', '#   #', '#   #', '#  ##', ' ## #', ''],
};

const GLYPH_WIDTH = 5;
/** One column stays free between two letters. */
const ADVANCE = GLYPH_WIDTH + 1;

/** How high the letters are, those that reach below the line included. */
export const CAPTION_HEIGHT = 8;

/** The words that can be written. */
export type Caption = 'input' | 'output' | 'target';

/** How many pixels wide a word is. */
export function captionWidth(word: Caption): number {
  return word.length * ADVANCE - 1;
}

/** The pixels of a word that are ink, from its upper left corner. */
export function captionInk(word: Caption): { x: number; y: number }[] {
  return [...word].flatMap((letter, place) =>
    (GLYPHS[letter] ?? []).flatMap((line, y) =>
      [...line].flatMap((dot, x) => (dot === '#' ? [{ x: place * ADVANCE + x, y }] : [])),
    ),
  );
}
