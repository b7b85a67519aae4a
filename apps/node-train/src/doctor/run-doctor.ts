import { examineSetUp } from '@pix2pix-ts/backend-native';
import { lookForGpu } from '@pix2pix-ts/backend-webgpu/node';
import { openPairs } from '@pix2pix-ts/data/node';
import { pickEngine } from '@pix2pix-ts/engine';
import { type PresetName, presets } from '@pix2pix-ts/trainer';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { measureAll } from '../engines/auto-order.ts';
import { findCandidates, hasCard } from '../engines/candidates.ts';
import type { Speeds } from '../engines/speed-file.ts';
import { showTensorflowLog, startEngine } from '../engines/start-engine.ts';
import { adviceFor } from './advice.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { Diagnosis, EngineState } from './diagnosis.ts';
import { examineMachine } from './machine.ts';
import { measureData } from './measure-data.ts';
import { measureSpeed } from './measure-speed.ts';

/** In the order in which `auto` tries them. */
const ENGINES = ['native', 'webgpu', 'wasm', 'cpu'] as const;

/** What `pix2pix doctor` is asked for. */
type DoctorFlags = { readonly preset: PresetName; readonly data?: string | undefined };

/** Looks at the machine, tries every engine, measures the one that would be used, and prints all of it. */
export async function runDoctor({ preset, data: folder }: DoctorFlags, globals: GlobalOptions): Promise<void> {
  if (globals.verbose) showTensorflowLog();
  if (folder !== undefined) await openPairs(folder, { split: 'train' }); // refused before anything takes time
  const setUp = await examineSetUp();
  const engines = await tryEngines(globals.threads);
  // One that is asked for and does not work is refused before anything takes time.
  const asked = globals.backend === 'auto' ? undefined : await startEngine(globals);
  printNote('Measuring, which takes a few seconds ...');
  const comparison = await compareEngines(preset, globals);
  const { config } = presets[preset];
  const engine = asked ?? (await startEngine(globals, { kind: 'train', config, isLong: false }));
  const machine = examineMachine();
  const speed = await measureSpeed(preset);
  const data = folder === undefined ? null : await measureData(folder, preset);
  const found = { machine, engines, setUp, engine, comparison, hasCard: hasCard(), speed, data };
  const diagnosis: Diagnosis = { ...found, advice: adviceFor(found) };
  if (globals.json) printEvent(diagnosis);
  else printResult(describeDiagnosis(diagnosis));
}

/** Measures the engines that `auto` chooses between; null where there is nothing to choose. */
async function compareEngines(preset: PresetName, { threads }: GlobalOptions): Promise<Speeds | null> {
  const { engines } = await findCandidates();
  if (Object.keys(engines).length === 1) return null;
  return (await measureAll(presets[preset].config, { engines, threads: threads ?? null })) ?? null;
}

/** Starts one after the other; the one to be used is started last, by the caller. A GPU is asked in another process. */
async function tryEngines(threads: number | undefined): Promise<EngineState[]> {
  const states: EngineState[] = [];
  for (const name of ENGINES) {
    try {
      const { description } = await (name === 'webgpu' ? lookAtWebgpu() : pickEngine({ backend: name, threads }));
      states.push({ name, works: true, description });
    } catch (error) {
      const reason =
        (error as { reason?: string }).reason ??
        /got none: \w+ is (.*)\. Use/.exec((error as Error).message)?.[1] ??
        (error as Error).message;
      states.push({ name, works: false, description: reason });
    }
  }
  return states;
}

async function lookAtWebgpu(): Promise<{ description: string }> {
  const { name, software } = await lookForGpu();
  return { description: `webgpu, ${name}${software ? ', played by the processor: slow, for tests' : ''}` };
}
