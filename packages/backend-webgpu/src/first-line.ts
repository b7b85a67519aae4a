/** The first line of a message of Dawn's or the browser's, without its full stop, to be quoted in one of ours. */
export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
}
