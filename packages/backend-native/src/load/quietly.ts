import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HOLDER_FILE, type Installation } from '../cache/installation.ts';

type Holder = { hold(): boolean; release(): string };

/**
 * Loads something that brings TensorFlow's libraries in. While they are loaded they write to file descriptor 2 whatever
 * TF_CPP_MIN_LOG_LEVEL says: it is heeded from then on alone. So what they write is held back, and all of it passed on
 * but what that level leaves out.
 */
export function quietly<Loaded>({ folder }: Installation, load: () => Loaded): Loaded {
  const level = Number(process.env.TF_CPP_MIN_LOG_LEVEL);
  const holder: Holder = createRequire(import.meta.url)(join(folder, HOLDER_FILE));
  if (!(level > 0) || !holder.hold()) return load();
  try {
    return load();
  } finally {
    const rest = withoutQuietLines(holder.release(), level);
    if (rest !== '') writeSync(2, rest);
  }
}

/**
 * What is left of TensorFlow's log at a level: its information goes at 1, its warnings at 2. Errors stay at every level, as
 * does whatever does not look like a line of its log.
 */
export function withoutQuietLines(text: string, level: number): string {
  const quiet = level >= 2 ? /^[IW]\d{4} / : /^I\d{4} /;
  const isQuiet = (line: string) => quiet.test(line) || line.startsWith('WARNING: All log messages before absl::');
  return text
    .split(/(?<=\n)/)
    .filter((line) => !isQuiet(line))
    .join('');
}
