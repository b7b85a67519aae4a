import { printableJson, printableText, writeOutput } from '@pix2pix-ts/common/node';

/** A result on stdout; names of files and of archives may hold anything, and what is invisible is printed as `\u{1b}`. */
export function printResult(text: string): void {
  writeOutput(process.stdout, `${printableText(text)}\n`);
}

/** A result as JSON on stdout. */
export function printJson(value: object, indentation?: number): void {
  writeOutput(process.stdout, `${printableJson(value, indentation)}\n`);
}

/** What the reader should know meanwhile, on stderr; made printable like a result. */
export function printNote(text: string): void {
  printPiece(`${text}\n`);
}

/** A piece of what a program writes, which need not end a line, on stderr; made printable like a result. */
export function printPiece(text: string): void {
  writeOutput(process.stderr, printableText(text));
}
