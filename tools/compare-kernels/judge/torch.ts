import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KernelCase, Outcome, Values } from '../kernel-case.ts';

const script = fileURLToPath(new URL('torch_judge.py', import.meta.url));

/** Numbers as JSON cannot have them: those that are not finite, and the negative 0, as text. */
type Written = { shape: number[]; dtype: string; values: (number | string)[] };

/** PyTorch as a judge, in a process of its own. */
export type TorchJudge = {
  /** What it gives for these calls, in float64 and rounded; `undefined` for one that it does not know. */
  expected(calls: readonly KernelCase[]): Promise<(Outcome | undefined)[]>;
  stop(): void;
};

/**
 * Starts it.
 *
 * @param python a Python that has PyTorch; what it says on stderr is shown
 * @throws in one line, at the first question, if it has none
 */
export function startTorch(python: string): TorchJudge {
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = new Promise<never>((_, reject) => {
    child.on('error', ({ message }) => reject(new Error(`Expected a Python with PyTorch, got ${python}: ${message}.`)));
    child.on('exit', (code) => reject(new Error(`Expected a Python with PyTorch, got ${python}: exit code ${code}.`)));
  });
  failed.catch(() => {}); // reported to whoever asks
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async expected(calls) {
      child.stdin.write(calls.map((call) => `${JSON.stringify(call, asText)}\n`).join(''));
      const outcomes: (Outcome | undefined)[] = [];
      for (const _ of calls) outcomes.push(outcomeOf((await Promise.race([lines.next(), failed])).value));
      return outcomes;
    },
    stop: () => child.kill(),
  };
}

const asText = (_key: string, value: unknown) =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? textOf(value) : value;

const textOf = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

function outcomeOf(line: string): Outcome | undefined {
  const outputs: Written[] | null = JSON.parse(line);
  if (outputs === null) return undefined;
  return {
    outputs: outputs.map(({ shape, dtype, values }) => ({
      shape,
      dtype: dtype as Values['dtype'],
      values: values.map((value) => (dtype === 'float32' ? Math.fround(Number(value)) : Number(value))),
    })),
  };
}
