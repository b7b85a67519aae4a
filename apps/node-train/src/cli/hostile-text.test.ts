import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata } from '@pix2pix-ts/models';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { presets } from '@pix2pix-ts/trainer';
import sharp from 'sharp';
import { runCommandLine } from '../run-command-line.ts';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { writeNoise, writePairs } from '../train/testing/pairs-folder.ts';

/** Clears the screen, begins a line of its own, colours, turns what follows around, ends lines, is unseen. */
const SHORT = 'x\x1b[2J\nFORGED\r\n\x9b1m\x07\u202e\u2066\u200b\u2028\u2029\ufeff\u00ad\x7f\u{e0041}';
const LONG = SHORT + 'y'.repeat(10_000);
const LONGEST_LINE = 2100;

const folder = sharedFolder();
const at = (...names: string[]) => join(folder.path, ...names);
const write = (name: string, content: string | Uint8Array) => writeFileSync(at(name), content);

beforeAll(async () => {
  await writeSmallModel(at('model.safetensors'), smallMetadata({ licence: LONG, training: { [SHORT]: LONG } }));
  await writePairs(at('data'), 2);
  await writePairs(at(`data${SHORT}`), 3);
  writeFileSync(at(`data${SHORT}`, 'train', `${SHORT}.png`), 'no picture');
  await sharp(await readFileSync(at('data/train/pair0.png'))).toFile(at(`data${SHORT}`, 'val', `whole${SHORT}.png`));
  mkdirSync(at('pictures'));
  await writeNoise(at('pictures', `whole${SHORT}.png`), 32, 32);
  writeFileSync(at('pictures', `cut${SHORT}.png`), readFileSync(at('pictures', `whole${SHORT}.png`)).subarray(0, 900));
  for (const name of [`a${SHORT}`, `b${SHORT}`]) mkdirSync(at('odd', name), { recursive: true });
});

let printed = { stdout: '', stderr: '' };
beforeEach(() => {
  printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    jest.spyOn(process[name], 'write').mockImplementation(((text: string, done?: unknown) => {
      printed[name] += text;
      if (typeof done === 'function') done();
      return true;
    }) as typeof process.stdout.write);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What a terminal would act on, and lines that a text has begun by itself or that nobody reads to their end. */
function faultsIn({ stdout, stderr }: typeof printed, isJson: boolean): string[] {
  const faults = (stdout + stderr).match(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu)?.map((it) => JSON.stringify(it)) ?? [];
  const lines = (isJson ? stderr : stdout + stderr).split('\n');
  faults.push(...lines.filter((line) => /^\W*FORGED/.test(line) || line.length > LONGEST_LINE));
  if (isJson) for (const line of stdout.trimEnd().split('\n')) if (line !== '') JSON.parse(line);
  return faults;
}

/** A safetensors file with this header, and no data. */
function headerOnly(header: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

const train = (...args: string[]) => ['train', '--out', at('refused'), ...args, '--backend', 'cpu'];
const withModel = (...args: string[]) => [...args, '--model', at('model.safetensors'), '--backend', 'cpu'];
const configured = (config: unknown) => () => {
  write('config.json', typeof config === 'string' ? config : JSON.stringify(config));
  return train('--data', at('data'), '--config', at('config.json'));
};
const modelWith = (metadata: object) => async () => {
  const texts = { ...encodeModelMetadata(smallMetadata()), ...metadata } as Record<string, string>;
  write('bad.safetensors', await encodeSafetensorsToBytes([], texts));
  return ['summary', '--model', at('bad.safetensors')];
};
const recorded = (record: string) => () => {
  write('data/dataset.json', record);
  return train('--data', at('data'));
};
/** A new folder each time: this process holds those it has locked to its end. */
const runWith = async (texts: Record<string, string>, lock?: object) => {
  const run = mkdtempSync(at('run-'));
  const state = await encodeSafetensorsToBytes([], { format: 'pix2pix-ts-state/1', ...texts });
  writeFileSync(join(run, 'state.safetensors'), state);
  if (lock) writeFileSync(join(run, '.running'), JSON.stringify(lock));
  return ['train', '--resume', run];
};
const listOf = (...lines: unknown[]) => {
  write('list.jsonl', lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return withModel('translate', '--list', at('list.jsonl'), '--out', at('listed'));
};
function manifests(...headers: object[]): string[] {
  rmSync(at('shards'), { recursive: true, force: true });
  mkdirSync(at('shards/manifests'), { recursive: true });
  const known = { type: 'shard', version: 1, shards: 2, images: 1, listHash: SHORT, modelHash: SHORT, dropout: null };
  for (const [i, header] of headers.entries()) {
    const lines = [
      { ...known, shard: i + 1, list: LONG, model: LONG, ...header },
      { line: i + 1, error: LONG },
    ];
    write(`shards/manifests/${i + 1}-of-2.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  return ['metrics', at('shards')];
}

const CASES: Record<string, () => string[] | Promise<string[]>> = {
  'a command': () => [LONG],
  'a flag': () => ['summary', `--${LONG}`],
  'the value of a flag': () => ['summary', '--filters', LONG],
  'a path': () => ['summary', '--model', at(LONG)],
  'a tensor that does not fit': () => {
    write('bad.safetensors', headerOnly({ [LONG]: { dtype: 'F32', shape: [1], data_offsets: [0, 8] } }));
    return ['summary', '--model', at('bad.safetensors')];
  },
  'the dtype of a tensor': () => {
    write('bad.safetensors', headerOnly({ [SHORT]: { dtype: LONG, shape: [1], data_offsets: [0, 4] } }));
    return ['summary', '--model', at('bad.safetensors')];
  },
  'a field of a tensor': () => {
    write('bad.safetensors', headerOnly({ x: { [LONG]: 1 } }));
    return ['summary', '--model', at('bad.safetensors')];
  },
  'a field of a model': modelWith({ generator: LONG }),
  'a value of the network of a model': modelWith({ direction: JSON.stringify(LONG) }),
  'the licence of a model, and the names of pictures': () =>
    withModel('translate', at('pictures'), '--out', at(`out${SHORT}`)),
  'the name of a picture that is not there': () => withModel('translate', at('pictures', LONG), '--out', at('refused')),
  'a picture in the training data': () => train('--data', at(`data${SHORT}`)),
  'the folders of a data set': () => train('--data', at('odd')),
  'a data set that is compared with': () => withModel('evaluate', '--data', at(`data${SHORT}`), '--skip-bad'),
  'a picture that a copy is compared on': () => [
    ...withModel('export', '--to', 'int8', '--out', at(`copy${SHORT}.safetensors`)),
    '--images',
    at('pictures'),
  ],
  'a key of a configuration': configured({ [LONG]: 1 }),
  'a key of a network in a configuration': configured({ generator: { [LONG]: 1 } }),
  'the preset of a configuration': configured({ preset: LONG }),
  'a number of a configuration': configured({ steps: LONG }),
  'a value of a configuration': configured({ learningRate: LONG, direction: SHORT }),
  'a configuration that is no JSON': configured(LONG),
  'a record of data that is no JSON': recorded(LONG),
  'a licence that is too long': recorded(JSON.stringify({ format: 1, licence: LONG })),
  'a licence that is no text': recorded(JSON.stringify({ format: 1, licence: { [LONG]: LONG } })),
  'a record of another data set': () => {
    mkdirSync(at('prepared'), { recursive: true });
    const pairs = { train: LONG, val: 1, test: 1 };
    write('prepared/dataset.json', JSON.stringify({ format: 1, name: SHORT, licence: SHORT, size: LONG, pairs }));
    return ['prepare', 'openmoji', '--out', at('prepared')];
  },
  'the machine of a lock': () => runWith({}, { pid: 1, machine: LONG, start: LONG }),
  'the configuration of a state': () => runWith({ config: LONG }),
  'a value of a state': () => runWith({ config: JSON.stringify({ ...presets.fast.config, direction: LONG }) }),
  'lines of a list': () =>
    listOf(LONG.replaceAll('\n', ' '), { a: LONG }, { a: 1, [SHORT]: 2 }, { a: { [LONG]: 1 } }, { a: 'x', out: LONG }),
  'a manifest': () => manifests({}, {}),
  'manifests of different work': () => manifests({}, { listHash: LONG }),
};

test.each(Object.entries(CASES))('%s cannot send escape sequences to the terminal', async (_, argsOf) => {
  for (const flags of [[], ['--json'], ['--verbose']]) {
    printed = { stdout: '', stderr: '' };
    const exitCode = await runCommandLine([...(await argsOf()), ...flags]);
    expect([faultsIn(printed, flags[0] === '--json'), exitCode === 0 || exitCode === 2]).toEqual([[], true]);
    expect(printed.stdout + printed.stderr).toContain('[2J');
  }
});

test('neither can the folders, pictures and licence of a training run, nor its report', async () => {
  jest.restoreAllMocks();
  write(
    `data${SHORT}/dataset.json`,
    JSON.stringify({ format: 1, name: SHORT, licence: SHORT, a: SHORT, b: SHORT, pairs: {} }),
  );
  const out = at(`run${SHORT}`);
  const flags = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu'];
  const told = await runPix2pix([
    'train',
    '--data',
    at(`data${SHORT}`),
    '--out',
    out,
    ...flags,
    '--steps',
    '1',
    '--skip-bad',
  ]);
  expect([told.exitCode, faultsIn(told, false)]).toEqual([0, []]);
  expect(told.stderr).toContain('Skipped: Expected a complete image in ');
  expect(told.stdout).toMatch(/^[^\n]*\[2J[^\n]*report\.html\n$/);
  const page = readFileSync(join(out, 'report.html'), 'utf8').replaceAll(/<(script|style)\b.*?<\/\1>/gs, '');
  expect(page).toContain('FORGED');
  expect(page.match(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu)).toBe(null);
});
