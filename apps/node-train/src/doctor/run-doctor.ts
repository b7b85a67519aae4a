import { examineSetUp } from '@pix2pix-ts/backend-native';
import { pickEngine } from '@pix2pix-ts/engine';
import type { PresetName } from '@pix2pix-ts/trainer';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { showTensorflowLog, startEngine } from '../cli/start-engine.ts';
import { adviceFor } from './advice.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { Diagnosis, EngineState } from './diagnosis.ts';
import { examineMachine } from './machine.ts';
import { measureSpeed } from './measure-speed.ts';

/** In the order in which `auto` tries them. */
const ENGINES = ['native', 'wasm', 'cpu'] as const;

/** Looks at the machine, tries every engine, measures the one that would be used, and prints all of it. */
export async function runDoctor({ preset }: { preset: PresetName }, globals: GlobalOptions): Promise<void> {
  if (globals.verbose) showTensorflowLog();
  const setUp = await examineSetUp();
  const engines = await tryEngines(globals.threads);
  const engine = await startEngine(globals);
  printNote('Measuring, which takes a few seconds ...');
  const machine = examineMachine();
  const speed = await measureSpeed(preset);
  const found = { machine, engines, setUp, engine, speed };
  const diagnosis: Diagnosis = { ...found, advice: adviceFor(found) };
  if (globals.json) printEvent(diagnosis);
  else printResult(describeDiagnosis(diagnosis));
}

/** Starts one after the other; the one to be used is started last, by the caller. */
async function tryEngines(threads: number | undefined): Promise<EngineState[]> {
  const states: EngineState[] = [];
  for (const name of ENGINES) {
    try {
      const { description } = await pickEngine({ backend: name, threads });
      states.push({ name, works: true, description });
    } catch (error) {
      const reason = /got none: \w+ is (.*)\. Use/.exec((error as Error).message)?.[1] ?? (error as Error).message;
      states.push({ name, works: false, description: reason });
    }
  }
  return states;
}
