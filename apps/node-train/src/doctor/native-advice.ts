import type { Findings } from './diagnosis.ts';

/** What setting it up takes and brings. */
const COSTS = 'once: a download of about 270 MB, and a minute';
const GPU_COSTS = 'once: about 5 GB on disk; needs the driver, but not CUDA';
/** Measured on two cores; packages/backend-native/README.md has the figures. */
const GAIN = 'it trains the full-sized model about 1.6 times as fast as wasm on the same cores, small ones no faster';

/** What to do about the native engine; empty where it is in use and as good as it gets, or not available. */
export function nativeAdvice({ engines, engine, setUp }: Findings): string[] {
  const { taken, available, missing, hasGpu, command } = setUp;
  const state = engines.find(({ name }) => name === 'native');
  if (!available || state === undefined) return [];
  if (taken === null) {
    const first = missing.length === 0 ? 'Set' : `Install ${missing.join(' and ')}, then set`;
    const again = /^(damaged|set up)/.test(state.description) ? ' again' : '';
    const what = hasGpu ? `${command} --gpu (${GPU_COSTS})` : `${command} (${COSTS}): ${GAIN}`;
    return [`${first} up the native engine${again}: ${what}.`];
  }
  if (!state.works) return [`Find out why the native engine does not work: ${checkOf(command)}.`];
  if (engine.name !== 'native' || !hasGpu || engine.description.endsWith('GPU')) return [];
  if (taken.flavor === 'cpu') {
    return [`Set up the native engine for this machine's NVIDIA GPU: ${command} --gpu (${GPU_COSTS}).`];
  }
  return [`The native engine is set up for the GPU but runs without it: ${checkOf(command)} says why.`];
}

/** The command that runs a training step and says what it ran on. */
function checkOf(installCommand: string): string {
  return installCommand.replace(/install$/, 'check');
}
