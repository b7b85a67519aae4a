import { describe, expect, test } from '@jest/globals';
import type { TrainEvent } from '@pix2pix-ts/trainer';
import { followRun } from './follow-run.ts';
import type { RunListener } from './listeners/run-listener.ts';

const step = (number: number): TrainEvent => ({
  type: 'step',
  step: number,
  steps: 9,
  images: [],
  losses: null,
  imagesPerSecond: 1,
  secondsLeft: 1,
});
const saved = { tensors: {}, metadata: {} };
const checkpoint = (number: number): TrainEvent => ({ type: 'checkpoint', step: number, model: saved, state: saved });

/** A run of three steps, which ends with a checkpoint as soon as it is asked to. */
function run() {
  const stop = new AbortController();
  async function* events(): AsyncGenerator<TrainEvent> {
    yield { type: 'start', step: 0, steps: 3 };
    let done = 0;
    while (done < 3 && !stop.signal.aborted) yield step(++done);
    yield checkpoint(done);
    yield { type: 'end', step: done, reason: stop.signal.aborted ? 'abort' : 'steps' };
  }
  return { events: events(), end: (because: unknown) => stop.abort(because) };
}

/** A listener that remembers what it received. */
function remembering(seen: string[], fail: (event: TrainEvent) => boolean = () => false): RunListener {
  return {
    on(event) {
      if (fail(event)) throw new Error(`cannot take ${event.type} ${event.step}`);
      seen.push(`${event.type} ${event.step}`);
    },
    close: () => void seen.push('closed'),
  };
}

describe('followRun', () => {
  test('passes each event to every listener, and closes them', async () => {
    const [one, other]: [string[], string[]] = [[], []];
    const { events, end } = run();
    const last = await followRun('runs/mine', events, [remembering(one), remembering(other)], end);
    expect(last).toEqual({ type: 'end', step: 3, reason: 'steps' });
    expect(one).toEqual(['start 0', 'step 1', 'step 2', 'step 3', 'checkpoint 3', 'end 3', 'closed']);
    expect(other).toEqual(one);
  });

  test('ends training after its last checkpoint where a listener fails, and throws what that threw', async () => {
    const [one, other]: [string[], string[]] = [[], []];
    const { events, end } = run();
    const failing = remembering(one, ({ type, step: number }) => type === 'step' && number === 2);
    await expect(followRun('runs/mine', events, [failing, remembering(other)], end)).rejects.toThrow(
      'cannot take step 2',
    );
    expect(other.slice(0, 4)).toEqual(['start 0', 'step 1', 'step 2', 'checkpoint 2']);
    expect(other).toContain('closed');
    expect(other).not.toContain('end 2');
  });

  test('ends at once where the checkpoint cannot be saved', async () => {
    const seen: string[] = [];
    const { events, end } = run();
    const saving = { ...remembering([], ({ type }) => type === 'checkpoint'), savesState: true };
    await expect(followRun('runs/mine', events, [saving, remembering(seen)], end)).rejects.toThrow(
      'cannot take checkpoint',
    );
    expect(seen.filter((event) => !event.startsWith('closed')).at(-1)).toBe('step 3');
  });
});
