import { expect, test } from '@jest/globals';
import { StoppedError, untilStopped } from './until-stopped.ts';

/** Waits until it is aborted, and throws why. */
function waiting(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

test('only the signals that are named stop a command, and nobody listens to any after it', async () => {
  const before = process.listenerCount('SIGTERM');
  const told: string[] = [];
  const run = untilStopped(waiting, { signals: ['SIGTERM'], onStop: () => told.push('stopped') });
  expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGQUIT')]).toEqual([before + 1, 0]);
  process.emit('SIGTERM', 'SIGTERM');
  await expect(run).rejects.toEqual(new StoppedError('SIGTERM'));
  expect(told).toEqual(['stopped']);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('an error that nobody caught aborts what runs, and is thrown at its end even if that went well', async () => {
  const fault = new Error('in a callback');
  const running = untilStopped(waiting);
  process.emit('uncaughtException', fault);
  await expect(running).rejects.toBe(fault);
  const finishing = untilStopped(async (signal) => {
    process.emit('uncaughtException', fault);
    return signal.reason;
  });
  await expect(finishing).rejects.toBe(fault);
});
