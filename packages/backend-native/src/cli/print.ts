/** What a terminal acts on, shows nowhere, or lets reorder a line: control and format characters, but no line feed. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A result on stdout; names of files and of archives may hold anything, and what is unseen is told as `\u{1b}`. */
export function printResult(text: string): void {
  console.log(printable(text));
}

/** What the reader should know meanwhile, on stderr; made printable like a result. */
export function printNote(text: string): void {
  console.error(printable(text));
}

/** Text with its line feeds as it may reach a terminal. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
