import type { Asked } from './asked.ts';
import { processTree } from './process-tree.ts';
import { type Outcome, type RunOptions, runProgram } from './run-program.ts';
import { END_MS, type SilenceLimits, WORD_MS, watchSilence } from './watch-silence.ts';

/** How a program that fetches something is watched. */
export type WatchOptions = {
  /** Told in one line that nothing comes. */
  tell?: ((line: string) => void) | undefined;
  /** Ends it, with all that it has started. */
  signal?: AbortSignal | undefined;
  /** How long nothing may come. */
  silence?: SilenceLimits | undefined;
};

/** What there is to know of a program that fetches something. */
export type Fetcher = Pick<RunOptions, 'cwd' | 'env' | 'shell' | 'show'> & {
  /** What changes whenever something comes to its processes; undefined where nobody can tell. */
  sign: (pids: readonly number[], written: Readonly<Pick<Outcome, 'stdout' | 'stderr'>>) => number | undefined;
  /** Whom it asks. Called where nothing comes. */
  asked: () => Promise<Asked>;
};

/**
 * Runs a program that fetches something. If no data comes for too long, that is reported, and then it is ended, with
 * all that it has started.
 *
 * @returns what was asked without an answer, where nothing came; `undefined` where there is no such program
 * @throws the signal's reason when it is aborted
 */
export async function runWatched(
  command: string,
  args: readonly string[],
  { sign, asked, ...program }: Fetcher,
  { tell, signal, silence: { wordMs = WORD_MS, endMs = END_MS } = {} }: WatchOptions = {},
): Promise<Outcome | { silent: Asked } | undefined> {
  const ended = new AbortController();
  let askedFor: Promise<Asked> | undefined;
  const whom = () => {
    askedFor ??= asked();
    return askedFor;
  };
  const onWord = async () => {
    const { from } = await whom();
    if (signal?.aborted) return;
    tell?.(`No data has come from ${from} for ${wordMs / 1000} seconds: waiting up to ${endMs / 1000} ...`);
  };
  const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  let stopWatching = () => {};
  try {
    return await runProgram(command, args, {
      ...program,
      signal: stop,
      onStart: (pid, written) => {
        const events = { onWord: () => void onWord(), onEnd: () => ended.abort() };
        stopWatching = watchSilence(() => sign(processTree(pid), written), events, { wordMs, endMs });
      },
    });
  } catch (error) {
    if (!ended.signal.aborted || signal?.aborted) throw error;
    return { silent: await whom() };
  } finally {
    stopWatching();
  }
}
