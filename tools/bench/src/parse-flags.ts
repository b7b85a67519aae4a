import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Precision, precisions } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import { presetName } from '@pix2pix-ts/trainer';
import { type PresetName, presetNames } from './preset-model.ts';
import { type BackendName, backendNames } from './process/start-backend.ts';

const suites = ['step', 'kernels', 'stock', 'data', 'web', 'scale'] as const;

/** The engines of a page. */
export const PAGE_ENGINES = ['wasm', 'webgl', 'webgpu', 'cpu'] as const;

/** An engine of a page. */
export type PageEngine = (typeof PAGE_ENGINES)[number];

/** Timed steps by default: those of the suite `data` only wait. */
const defaultSteps = { step: '5', kernels: '9', stock: '3', data: '40', web: '15', scale: '5' };

/** What to measure and how. */
export type BenchFlags = {
  suite: (typeof suites)[number];
  backend: BackendName;
  preset: PresetName;
  /** What the native engine rounds, in the suites `step` and `kernels`. @default 'float32' */
  precision: Precision;
  /** Images a step; the preset's own where not given. */
  batch: number | undefined;
  /** @default all cores */
  threads: number;
  /** A Python that has PyTorch, to compare with. */
  torch: string | undefined;
  /** Whether PyTorch is also measured with a fused Adam, channels last and compiled. @default false */
  tuned: boolean;
  /** A folder of pairs, to train on as the trainer does and compare with images in memory. */
  data: string | undefined;
  /** Where the results go as JSON. */
  json: string | undefined;
  /** How often each side is started in turn. @default 3 */
  rounds: number;
  /** Timed steps a round, after two that are not counted. @default 5, of the suite `kernels` 9, of `stock` 3, of `data` 40 */
  steps: number;
  /** Images that the suite `data` reads, or `scale` translates. @default 600, of `scale` 1000 */
  images: number;
  /** A model file for the page of the suite `web`. @default a new network of the preset */
  model: string | undefined;
  /** The engines that the suite `web` measures. @default all of a page */
  engines: PageEngine[] | undefined;
  /** How long a training step takes in the suite `data`, in milliseconds. @default 1200 */
  stepMs: number;
};

/**
 * Reads the command line.
 *
 * @throws UsageError with one line that says what was expected.
 */
export function parseFlags(args: readonly string[]): BenchFlags {
  const { backend, preset, batch, threads, torch, tuned, data, json, rounds, steps, images, ...options } =
    readOptions(args);
  if (tuned && torch === undefined) throw new UsageError('Expected --torch PYTHON with --tuned, got none.');
  const suite = oneOf('--suite', suites, options.suite);
  const precision = oneOf('--precision', precisions, options.precision);
  if (precision !== 'float32' && backend !== 'native')
    throw new UsageError(`Expected --backend native with --precision ${precision}, got ${backend}.`);
  return {
    suite,
    backend: oneOf('--backend', backendNames, backend),
    preset: oneOf('--preset', presetNames, presetName(preset) ?? preset),
    precision,
    batch: batch === undefined ? undefined : count('--batch', batch),
    threads: threads === undefined ? availableParallelism() : count('--threads', threads),
    torch,
    tuned,
    data,
    json,
    rounds: count('--rounds', rounds),
    steps: count('--steps', steps ?? defaultSteps[suite]),
    images: count('--images', images ?? (suite === 'scale' ? '1000' : '600')),
    stepMs: count('--step-ms', options['step-ms']),
    model: options.model,
    engines: options.engines?.split(',').map((engine) => oneOf('--engines', PAGE_ENGINES, engine)),
  };
}

function readOptions(args: readonly string[]) {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        suite: { ...string, default: 'step' },
        backend: { ...string, default: 'wasm' },
        preset: { ...string, default: 'pytorch-gan' },
        precision: { ...string, default: 'float32' },
        rounds: { ...string, default: '3' },
        'step-ms': { ...string, default: '1200' },
        tuned: { type: 'boolean', default: false },
        batch: string,
        threads: string,
        torch: string,
        data: string,
        json: string,
        steps: string,
        model: string,
        engines: string,
        images: string,
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? '');
  }
}

function oneOf<Choice extends string>(flag: string, choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new UsageError(`Expected ${flag} to be ${choices.join(', ')}, got '${value}'.`);
  return choice;
}

function count(flag: string, value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new UsageError(`Expected ${flag} to be a whole number of at least 1, got '${value}'.`);
  return Number(value);
}
