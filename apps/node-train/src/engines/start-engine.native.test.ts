import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cacheFolder } from '@pix2pix-ts/common/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from '../train/testing/pairs-folder.ts';

// The real command on the real engine, so only where it is set up.

const folder = sharedFolder();
beforeAll(async () => {
  delete process.env.TF_CPP_MIN_LOG_LEVEL; // which keeps TensorFlow quiet in the other tests
  await writePairs(join(folder.path, 'data'), 4);
});

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '4', '--batch', '2', '--threads', '2'];
const pix2pix = (...args: string[]) => runPix2pix(args, { cwd: folder.path });
const translate = (backend: string, out: string) =>
  pix2pix('translate', 'data/val', '--model', 'run/model.safetensors', '--backend', backend, '--out', out);
const pixels = (file: string) => sharp(join(folder.path, file)).raw().toBuffer();

describe('the native engine', () => {
  test('is used by auto, trains, and the first line says which TensorFlow and how many threads', async () => {
    const { exitCode, stdout, stderr } = await pix2pix(
      'train',
      '--data',
      'data',
      '--out',
      'run',
      '--steps',
      '6',
      ...SMALL,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'run/report.html\n' });
    expect(stderr).toMatch(
      /^Engine: native, TensorFlow 2\.\d+\.\d+, (2 threads|GPU); what is run again and again is compiled\n/,
    );
    // Of TensorFlow's own log there is nothing.
    expect(stderr).not.toMatch(/cpu_feature_guard|oneDNN|absl|WARNING|^[IWE]0000/m);
    const { engine } = JSON.parse(readFileSync(join(folder.path, 'run/config.json'), 'utf8'));
    expect(engine).toMatch(/^native, TensorFlow/);
  });

  test('trains the same to the last bit with --no-compile, and the first line does not say that anything is compiled', async () => {
    const flags = ['--data', 'data', '--steps', '6', ...SMALL];
    const { exitCode, stderr } = await pix2pix('train', '--no-compile', '--out', 'plain', ...flags);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Engine: native, TensorFlow 2\.\d+\.\d+, (2 threads|GPU)\n/);
    const [compiled, plain] = ['run', 'plain'].map((run) => readFileSync(join(folder.path, run, 'model.safetensors')));
    expect((compiled as Buffer).equals(plain as Buffer)).toBe(true);
  });

  test('resumes a run, and translates and evaluates with its weights as wasm does', async () => {
    const resumed = await pix2pix('train', '--resume', 'run', '--steps', '8', '--backend', 'native');
    expect(resumed.exitCode).toBe(0);
    for (const backend of ['native', 'wasm']) {
      const { exitCode, stderr } = await translate(backend, backend);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(new RegExp(`^Engine: ${backend}, `));
    }
    const [native, wasm] = [await pixels('native/pair0.png'), await pixels('wasm/pair0.png')];
    const differences = native.map((value, i) => Math.abs(value - (wasm[i] as number)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1); // rounded to 8 bits on either side of a half
    const args = ['evaluate', '--model', 'run/model.safetensors', '--data', 'data', '--json', '--backend'];
    const [onNative, onWasm] = [await pix2pix(...args, 'native'), await pix2pix(...args, 'wasm')];
    expect(JSON.parse(onNative.stdout).l1).toBeCloseTo(JSON.parse(onWasm.stdout).l1, 4);
  });

  test('rounds the gradients where that is asked for and the processor can, and says so, or refuses in one line', async () => {
    const args = ['train', '--data', 'data', '--out', 'rounded', '--steps', '2', '--precision', 'bf16-gradients'];
    const { exitCode, stderr } = await pix2pix(...args, ...SMALL);
    if (!/\b(avx512_bf16|amx_bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))) {
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(
        /^Expected the engine native, got none: native is without bf16-gradients \(.*\)\. Use float32\.\n$/,
      );
      return;
    }
    expect(stderr).toMatch(
      /^Engine: native, TensorFlow 2\.\d+\.\d+, 2 threads, bf16-gradients; what is run again and again is compiled\n/,
    );
    const config = () => JSON.parse(readFileSync(join(folder.path, 'rounded/config.json'), 'utf8'));
    expect(config()).toMatchObject({ precision: 'bf16-gradients', engine: expect.stringMatching(/, bf16-gradients$/) });
    expect(readFileSync(join(folder.path, 'rounded/report.html'), 'utf8')).toContain('bf16-gradients');
    // A run keeps it, and gives it up where it is told to.
    const kept = await pix2pix('train', '--resume', 'rounded', '--steps', '3');
    expect(kept.stderr).toMatch(/^Engine: native, .*, bf16-gradients; what is run again and again is compiled$/m);
    expect(kept.stderr).not.toContain('not bit-identical');
    // The bits are those of a run that was not stopped.
    await pix2pix(...args.map((arg) => ({ rounded: 'straight', 2: '3' })[arg] ?? arg), ...SMALL);
    const model = (run: string) => readFileSync(join(folder.path, run, 'model.safetensors'));
    expect(model('rounded').equals(model('straight'))).toBe(true);
    const changed = await pix2pix('train', '--resume', 'rounded', '--steps', '4', '--precision', 'float32');
    expect(changed.stderr).toMatch(
      /bf16-gradients so far, and continues with native, .* 2 threads: .* not bit-identical/,
    );
    expect(config()).toMatchObject({ precision: 'float32' });
  });

  test('has TF32 on a GPU alone, and no other engine rounds anything', async () => {
    const args = ['train', '--data', 'data', '--out', 'none', '--steps', '2', ...SMALL, '--precision'];
    const refused = await pix2pix(...args, 'bf16-gradients', '--backend', 'wasm');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toBe('Expected the engine wasm, got none: wasm is without bf16-gradients. Use float32.\n');
    const { stderr } = await pix2pix(...args, 'tf32');
    expect(stderr).toMatch(
      /native is without tf32 \(.*\)\. Use float32\.\n$|^Engine: native, .*, GPU, tf32; what is run again and again is compiled\n/,
    );
  });

  test("shows TensorFlow's log under --verbose", async () => {
    const { exitCode, stderr } = await pix2pix(
      'translate',
      'data/val',
      '--verbose',
      '--model',
      'run/model.safetensors',
      '--out',
      'loud',
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('cpu_feature_guard');
  });

  test('is measured against wasm once, and the faster one is used', async () => {
    const installations = join(cacheFolder(), 'native/v1');
    const current = readFileSync(join(installations, 'current'), 'utf8').trim();
    const BACKEND_NATIVE = process.env.BACKEND_NATIVE || join(installations, current);
    const env = { ...process.env, BACKEND_NATIVE, PIX2PIX_CACHE: join(folder.path, 'cache') }; // without figures yet
    const train = (out: string) =>
      runPix2pix(['train', '--data', 'data', '--out', out, '--steps', '100', ...SMALL], { cwd: folder.path, env });
    const first = await train('measured');
    expect(first.stderr).toMatch(
      /^Measuring once which engine trains a model of this size fastest here: native, wasm \.\.\.\nA step takes (native|wasm) .* ms\.\nEngine: /,
    );
    const fastest = /A step takes (\w+)/.exec(first.stderr)?.[1];
    expect(first.stderr).toMatch(new RegExp(`^Engine: ${fastest}, `, 'm'));
    const second = await train('kept');
    expect(second.stderr).toMatch(new RegExp(`^Engine: ${fastest}, `));
  });

  test('is what doctor measures, and recommends where another was asked for', async () => {
    const { exitCode, stdout } = await pix2pix('doctor', '--json', '--backend', 'wasm');
    expect(exitCode).toBe(0);
    const { engines, setUp, comparison, advice } = JSON.parse(stdout);
    expect(engines[0]).toMatchObject({ name: 'native', works: true });
    expect(setUp).toMatchObject({ taken: { tensorflow: expect.any(String) }, available: true, missing: [] });
    const { native, wasm } = comparison;
    expect({ native, wasm }).toEqual({ native: expect.any(Number), wasm: expect.any(Number) });
    expect(/^Use --backend native/.test(advice[0])).toBe(native < wasm);
  });
});
