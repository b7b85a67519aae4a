/** The five skin tones (Unicode Technical Standard 51, 2.4). */
const SKIN_TONE = /1f3f[b-f]/i;

/** Man and woman in addition to the person, who has the same variants. */
const SAME_PERSON: Readonly<Record<string, string>> = { '1F468': '1F9D1', '1F469': '1F9D1' };

/** Whether an emoji, named by its code points such as `1F44B-1F3FB`, has a skin tone. */
export function hasSkinTone(code: string): boolean {
  return SKIN_TONE.test(code);
}

/**
 * What an emoji shares with its variants: the first of its code points. A waving hand in six colours, a runner who is a
 * man or a woman, a family of any composition are one drawing with small changes, so they must not be on both sides of
 * a split.
 */
export function emojiFamily(code: string): string {
  const first = (code.split('-')[0] as string).toUpperCase();
  return SAME_PERSON[first] ?? first;
}
