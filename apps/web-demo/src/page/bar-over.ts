/** Shows on the bar over the result how much of something is done, of 1, and in words; `undefined` where nobody knows how much. */
export function showShare(place: HTMLElement, share: number | undefined, words: string): void {
  const bar = place.querySelector('progress');
  const text = place.querySelector('span');
  if (!bar || !text) return;
  if (share === undefined) bar.removeAttribute('value');
  else bar.value = share;
  text.textContent = words;
}
