import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** What a program said and how it ended. */
export type ProgramResult = { exitCode: number; stdout: string; stderr: string };

/** Where a program runs and with what environment; `shell` where Windows needs one to find a command. */
export type ProgramOptions = { cwd: string; env?: NodeJS.ProcessEnv };

/** Runs a program without a terminal and gives what it said, whatever its exit status. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    // Windows finds npm.cmd and npx.cmd only through a shell.
    const shell = process.platform === 'win32' && !command.includes('\\');
    const child = spawn(command, args, { ...options, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout.on('data', (piece) => stdout.push(String(piece)));
    child.stderr.on('data', (piece) => stderr.push(String(piece)));
    child.on('error', reject);
    const stopWithUs = endWithThisProcess(child);
    child.on('close', (code) => {
      stopWithUs();
      resolve({ exitCode: code ?? 1, stdout: stdout.join(''), stderr: stderr.join('') });
    });
  });
}

/** The stdout of a program that must succeed; else throws with the end of what it said. */
export async function mustRun(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(command, args, options);
  if (exitCode === 0) return stdout;
  const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
  throw new Error(
    `Expected "${[command, ...args].join(' ')}" to succeed in ${options.cwd}, got exit status ${exitCode}. It said:\n${said}`,
  );
}

/** Ends a child when this process ends; call the result once the child has ended by itself. */
export function endWithThisProcess(child: ChildProcess): () => void {
  const kill = () => void child.kill();
  process.on('exit', kill);
  return () => void process.off('exit', kill);
}

/**
 * The environment without what the npm that started this check, and the check's own start from the sources, told about the
 * repository: its folder would be taken for the project of every npm that is started from here, and hints would name its
 * scripts. What a user set for npm stays.
 * npm, npx and every command are found by the PATH and take the first Node of it, so this process's own stands first.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ofTheRepository =
    /^(npm_(?!config_(registry|userconfig|globalconfig|cafile)$)|INIT_CWD$|NODE_OPTIONS$|PIX2PIX_|BACKEND_NATIVE)/;
  const kept = Object.entries(process.env).filter(([name]) => !ofTheRepository.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, /^path$/i.test(name) ? startWithOwnNode(value) : value]),
  );
}

function startWithOwnNode(searched = ''): string {
  return [path.dirname(process.execPath), searched].join(path.delimiter);
}
