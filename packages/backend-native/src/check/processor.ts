import { readFileSync } from 'node:fs';

/** What a processor has, in the words of Linux, such as `avx2`; of this one unless given the text of another's /proc/cpuinfo. */
export function processorFlags(cpuinfo = readCpuinfo()): ReadonlySet<string> {
  return new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/));
}

function readCpuinfo(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}
