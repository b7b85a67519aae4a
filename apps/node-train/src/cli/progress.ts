import { hasStatusLine, printNote, setStatus } from './output.ts';

/** A line on stderr that says how far a command is. */
export type Progress = {
  /** `note` is what else there is to show, such as losses; `secondsLeft` is worked out from the pace unless given. */
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

/** Milliseconds between two drawings of a bar. */
const DRAW_EVERY = 100;

/**
 * A bar where stderr is a terminal; elsewhere, and so in log files, and with TERM=dumb or NO_COLOR, a plain line every few
 * seconds and the last one.
 */
export function startProgress(options: ProgressOptions): Progress {
  return hasStatusLine() ? startBar(options) : startLines(options);
}

function startBar({ title, total, unit }: ProgressOptions): Progress {
  const started = performance.now();
  let [done, note, drawn] = [0, '', 0];
  let secondsLeft: number | undefined;
  const draw = () => {
    drawn = performance.now();
    const text = `${done}/${total} ${unit}${note ? `  ${note}` : ''}  ${remaining(done, total, started, secondsLeft)}`;
    // Asked each time, because a window changes its size; a line that reached the edge would wrap.
    const columns = (process.stderr.columns || 80) - 1;
    const width = Math.min(30, columns - title.length - text.length - 2);
    const line = width < 6 ? `${title} ${text}` : `${title} ${drawBar(done / total, width)} ${text}`;
    setStatus(line, columns);
  };
  draw();
  return {
    update(...now) {
      [done, note = '', secondsLeft] = now;
      if (performance.now() - drawn >= DRAW_EVERY) draw();
    },
    print: printNote,
    stop(text) {
      setStatus('');
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
    print: printNote,
    stop(text) {
      if (text !== undefined) printNote(text);
    },
  };
}

/** `1:05 left`, once a second of work shows how long the rest takes. */
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
