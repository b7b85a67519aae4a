import cliProgress from 'cli-progress';
import { isSilent, printNote } from './output.ts';
import { printableLine } from './printable.ts';

/** A line on stderr that tells how far a command is. */
export type Progress = {
  /** `note` is what else there is to tell, such as losses; `secondsLeft` is worked out from the pace unless given. */
  update(done: number, note?: string, secondsLeft?: number): void;
  /** Prints a line above the bar. */
  print(line: string): void;
  /** Ends the bar; `text` takes its place. Must be called, also after an error. */
  stop(text?: string): void;
};

/** What a progress bar says. */
export type ProgressOptions = {
  /** A word or two in front: `Drawing`. */
  title: string;
  total: number;
  /** What is counted: `images`. */
  unit: string;
};

/** Seconds between two lines where there is no terminal. */
const LINE_EVERY = 5;

/** A bar where stderr is a terminal; elsewhere, and so in log files, a plain line every few seconds and the last one. */
export function startProgress(options: ProgressOptions): Progress {
  return process.stderr.isTTY && !isSilent() ? startBar(options) : startLines(options);
}

function startBar({ title, total, unit }: ProgressOptions): Progress {
  const started = performance.now();
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    fps: 10,
    clearOnComplete: true,
    hideCursor: null,
    format: (_options, params, { note, secondsLeft }: { note: string; secondsLeft?: number }) => {
      const text = `${params.value}/${params.total} ${unit}${note ? `  ${note}` : ''}  ${remaining(params.value, params.total, started, secondsLeft)}`;
      const width = Math.min(30, (process.stderr.columns ?? 80) - title.length - text.length - 6);
      return width < 6 ? `${title} ${text}` : `${title} ${drawBar(params.progress, width)} ${text}`;
    },
  });
  bar.start(total, 0, { note: '' });
  return {
    update: (done, note = '', secondsLeft) => bar.update(done, { note, secondsLeft }),
    // Over the bar, which is drawn anew below.
    print: (line) => {
      process.stderr.write('\r\x1b[K');
      printNote(printableLine(line));
    },
    stop: (text) => {
      bar.stop();
      if (text !== undefined) printNote(text);
    },
  };
}

function drawBar(share: number, width: number): string {
  const full = Math.round(Math.min(1, share) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

function startLines({ title, total, unit }: ProgressOptions): Progress {
  const started = performance.now();
  let last = started;
  return {
    update(done, note = '', secondsLeft) {
      if (performance.now() - last < LINE_EVERY * 1000 && done < total) return;
      last = performance.now();
      printNote(
        `${title} ${done}/${total} ${unit}${note ? `  ${note}` : ''}  ${remaining(done, total, started, secondsLeft)}`.trim(),
      );
    },
    print: (line) => printNote(printableLine(line)),
    stop(text) {
      if (text !== undefined) printNote(text);
    },
  };
}

/** `1:05 left`, once a second of work tells how long the rest takes. */
function remaining(done: number, total: number, started: number, secondsLeft?: number): string {
  if (secondsLeft !== undefined) return done < total ? `${clock(secondsLeft)} left` : '';
  const seconds = (performance.now() - started) / 1000;
  if (done === 0 || done >= total || seconds < 1) return '';
  return `${clock((seconds / done) * (total - done))} left`;
}

/** Seconds as `0:07`, `12:30` or `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
