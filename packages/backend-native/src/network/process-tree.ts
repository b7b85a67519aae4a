import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that a process has to end by itself. */
const PATIENCE = 2_000;

/** A process and all that it has started, on Linux; alone elsewhere. The npm on the PATH may be a script that starts it. */
export function processTree(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap((task) => {
      return readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').match(/\d+/g) ?? [];
    });
    return [pid, ...children.flatMap((child) => processTree(Number(child)))];
  } catch {
    return [pid]; // it has ended, or the system does not say
  }
}

/** Asks a process and all that it has started to end, and kills soon after whatever has not. */
export function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  const pids = processTree(pid);
  send(pids, 'SIGTERM');
  // By then they may have started others.
  setTimeout(() => send(new Set(pids.flatMap(processTree)), 'SIGKILL'), PATIENCE).unref();
}

function send(pids: Iterable<number>, signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {} // it has ended
  }
}

/**
 * What changes whenever processes of Node read something, from connections and files alike; undefined where the system does
 * not say. When Node tidies its memory up it wakes itself by reads of 8 bytes each, also while it waits: they change
 * nothing.
 */
export function bytesRead(pids: readonly number[]): number | undefined {
  return total(pids, (pid) => {
    const text = readFileSync(`/proc/${pid}/io`, 'latin1');
    const count = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1]);
    return count('rchar') - 8 * count('syscr');
  });
}

/**
 * What changes whenever processes of Python do something; undefined where the system does not say. While they wait for
 * a connection they sleep, and what they read from one without encryption is in no other count.
 */
export function timesAwake(pids: readonly number[]): number | undefined {
  return total(pids, (pid) => {
    const counts = readFileSync(`/proc/${pid}/status`, 'latin1').matchAll(
      /^(?:non)?voluntary_ctxt_switches:\s*(\d+)/gm,
    );
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  });
}

/** The sum over those that have not ended. */
function total(pids: readonly number[], countOf: (pid: number) => number): number | undefined {
  const sum = pids.reduce((all, pid) => {
    try {
      return all + countOf(pid);
    } catch {
      return all; // it has ended
    }
  }, 0);
  return Number.isFinite(sum) && sum !== 0 ? sum : undefined;
}
