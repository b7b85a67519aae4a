import { expect, jest, test } from '@jest/globals';
import { StoppedError } from '@pix2pix-ts/common/node';
import { untilStopped } from './stop-signal.ts';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
  ['SIGUSR1', 138],
  ['SIGUSR2', 140],
  ['SIGXCPU', 152],
] as const)('%s lets a command stop gracefully, which ends in %d', async (name, exitCode) => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const listeners = process.listenerCount(name);
  const stopping = untilStopped(async (signal) => {
    process.emit(name, name);
    await new Promise((resolve) => setTimeout(resolve, 1));
    signal.throwIfAborted();
  }, 'Saving ...');
  await expect(stopping).rejects.toEqual(new StoppedError(name));
  await expect(stopping).rejects.toMatchObject({ exitCode });
  expect(said).toHaveBeenCalledWith('\nSaving ... (again to stop at once)\n');
  expect(process.listenerCount(name)).toBe(listeners);
  said.mockRestore();
});

test('the second signal ends the process at once, and the echo of the first, which npm sends on, does not', async () => {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  await untilStopped(async () => {
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    await new Promise((resolve) => setTimeout(resolve, 600));
    process.emit('SIGHUP', 'SIGHUP');
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT', 'SIGINT');
  });
  expect(exit).toHaveBeenCalledWith(130);
  exit.mockRestore();
  said.mockRestore();
});
