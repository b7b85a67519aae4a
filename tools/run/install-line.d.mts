/** The line for a shell that installs all tarballs of a folder, whose names are given, in the folder where it is typed. */
export function installLine(folder: string, names: readonly string[], platform?: NodeJS.Platform): string;
