import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and returns the JSON of the last line it prints; what it says on stderr is passed on.
 *
 * @throws if it fails, or if that line is not JSON.
 */
export async function runJsonProcess<Result>(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const status = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? `exit status ${code}`));
  });
  if (status !== 'exit status 0')
    throw new Error(`Expected ${command} to succeed, got ${status}. Its message is above.`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Result;
}
