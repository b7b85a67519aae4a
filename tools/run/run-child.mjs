import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program on this terminal and resolves to its exit status, 128 + n where signal n ended it.
 * While it runs, signals are its business: it may want to write a checkpoint first.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const stopForwarding = forwardSignals(child);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Every signal reaches the child once, though npm and the terminal both send it to this process. */
function forwardSignals(child) {
  const lastSeen = new Map();
  const forward = (signal) => {
    const repeated = Date.now() - (lastSeen.get(signal) ?? Number.NEGATIVE_INFINITY) < 300;
    lastSeen.set(signal, Date.now());
    if (!repeated && !sentByTerminal(signal)) child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, forward);
  const watch = watchParent(() => forward('SIGTERM'));
  return () => {
    clearInterval(watch);
    for (const signal of forwardedSignals) process.off(signal, forward);
  };
}

/** When npm is told to end, it ends its shell and not what runs in there: that would continue unnoticed. */
function watchParent(onEnd) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onEnd();
  }, 500);
  return watch;
}

/** A terminal sends its signals to every process in the foreground, so the child has this one already. */
function sentByTerminal(signal) {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  return signal !== 'SIGTERM' && (onTerminal || process.platform === 'win32');
}
