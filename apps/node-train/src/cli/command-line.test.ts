import { describe, expect, test } from '@jest/globals';
import { runPix2pix } from '../testing/run-pix2pix.ts';

/** A refused command line: exit code 2, nothing on stdout, one line on stderr. */
async function refusal(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runPix2pix(args);
  expect({ exitCode, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    exitCode: 2,
    stdout: '',
    lines: 1,
  });
  return stderr.trimEnd();
}

describe('pix2pix', () => {
  test('lists its commands, and fits into 80 columns', async () => {
    const { exitCode, stdout } = await runPix2pix(['--help']);
    expect(exitCode).toBe(0);
    for (const command of ['prepare', 'translate', 'evaluate', 'export', 'summary', 'doctor'])
      expect(stdout).toContain(command);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('alone shows the help and is bad usage', async () => {
    const { exitCode, stderr } = await runPix2pix([]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Usage: pix2pix')]);
  });

  test('suggests the nearest command, flag and value', async () => {
    expect(await refusal('sumary')).toBe('Expected a command, got sumary. Did you mean summary?');
    expect(await refusal('summary', '--filers', '8')).toBe(
      'Expected a flag of pix2pix summary, got --filers. Did you mean --filters?',
    );
    expect(await refusal('summary', '--preset', 'pytorchgan')).toBe(
      "Expected --preset to be one of pytorch-gan, junyanz, affinelayer, fast, got 'pytorchgan'. Did you mean pytorch-gan?",
    );
  });

  test('refuses a size that the networks cannot take', async () => {
    expect(await refusal('summary', '--size', '100')).toBe(
      "Expected --size to be one of 32, 64, 128, 256, 512, 1024, or a width and a height such as 256x128, got '100'. Use one of these.",
    );
  });

  test('names what is missing or too much', async () => {
    expect(await refusal('evaluate', '--data', 'x')).toBe(
      'Expected --model <file>, got none. Add it. See pix2pix evaluate --help.',
    );
    expect(await refusal('summary', 'x')).toBe(
      'Expected only flags after pix2pix summary, got 1 argument. See pix2pix summary --help.',
    );
  });

  test('reports an error as an event under --json, and where it came from under --verbose', async () => {
    const { exitCode, stdout, stderr } = await runPix2pix([
      'summary',
      '--model',
      '/none/at all',
      '--json',
      '--verbose',
    ]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      type: 'error',
      message: expect.stringMatching(/^Could not read/),
      exitCode: 2,
    });
    expect(stderr).toMatch(/^FileError: Could not read \/none\/at all: .*\n {4}at /);
    expect(stderr).toContain('caused by Error: ENOENT');
  });
});
