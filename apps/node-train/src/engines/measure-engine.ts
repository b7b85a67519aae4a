import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainConfig } from '@pix2pix-ts/trainer';
import type { MeasuredName } from './candidates.ts';
import { loadingFlags } from './loading-flags.ts';
import type { NetworkSpeed } from './measure-networks.ts';

/** What the process that measures an engine is told. */
export type MeasureRequest = {
  readonly backend: MeasuredName;
  readonly threads?: number | undefined;
  readonly config: TrainConfig;
};

/** In milliseconds: an engine that needs longer to take three steps is not the one to be used. */
const PATIENCE = 120_000;

/**
 * Measures an engine in a process of its own.
 *
 * @returns its figures or, in a few words that continue "webgpu is", why there are none
 * @throws the signal's reason where it stops the measurement
 */
export function measureEngine(
  request: MeasureRequest,
  signal: AbortSignal | undefined,
): Promise<NetworkSpeed | string> {
  const program = fileURLToPath(import.meta.resolve('#measure-process'));
  const args = [...loadingFlags(), program, JSON.stringify(request)];
  const options = { timeout: PATIENCE, killSignal: 'SIGKILL', ...(signal && { signal }) } as const;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (signal?.aborted) return reject(signal.reason);
      if (error === null) return resolve(JSON.parse(stdout) as NetworkSpeed);
      resolve(error.killed ? `not working (it took more than ${PATIENCE / 1000} s)` : reasonIn(stderr, error));
    });
  });
}

/** The reason that the engine's own error gives, or how the process ended. */
function reasonIn(
  stderr: string,
  { signal, code }: { signal?: NodeJS.Signals | null | undefined; code?: unknown },
): string {
  const line = stderr.split('\n').find((text) => /^\w*Error\b|^\[?Expected /.test(text)) ?? '';
  const reason = /got none: \w+ is (.*)\. Use (another one|float32)/.exec(line)?.[1];
  return reason ?? `not working (${line || `its process ended with ${signal ?? `exit code ${code}`}`})`;
}
