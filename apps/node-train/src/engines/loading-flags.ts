/** Node's flags that decide which files an import leads to; a value of their own follows, or an equals sign and the value. */
const FLAGS = ['--conditions', '-C', '--import', '--require', '-r', '--loader', '--experimental-loader'];

/**
 * Of the flags that this Node was started with, those with which another one finds the same files, as from the sources. The
 * others are not for it: a debugger's port would be taken, and a program given with `--eval` would run in place of its own.
 */
export function loadingFlags(given: readonly string[] = process.execArgv): string[] {
  return given.flatMap((flag, i) => {
    if (FLAGS.includes(flag)) return [flag, ...given.slice(i + 1, i + 2)];
    return FLAGS.some((known) => flag.startsWith(`${known}=`)) ? [flag] : [];
  });
}
