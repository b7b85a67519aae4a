/** How fast a run is. */
export type Pace = {
  /** Notes that a step is done. */
  tick(): void;
  /** Seconds a step takes, the median of the latest ones; 0 before the first. */
  secondsPerStep(): number;
  /** Seconds since the pace was created. */
  elapsed(): number;
};

/** How many of the latest steps count. */
const WINDOW = 31;

/** A pace whose clock gives milliseconds. The median is not moved by a step that also drew samples or saved. */
export function createPace(now: () => number = () => performance.now()): Pace {
  const start = now();
  const latest: number[] = [];
  let last = start;
  return {
    tick() {
      const time = now();
      latest.push(time - last);
      last = time;
      if (latest.length > WINDOW) latest.shift();
    },
    secondsPerStep() {
      const sorted = [...latest].sort((a, b) => a - b);
      return (sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000;
    },
    elapsed: () => (now() - start) / 1000,
  };
}
