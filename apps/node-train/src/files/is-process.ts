import { processStat } from '../cli/process-stat.ts';

/** Whether this machine has a process of this number that has not ended, whoever it belongs to. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks, and sends nothing
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !processStat(pid).hasEnded;
  } catch {
    return true; // a system without /proc
  }
}
