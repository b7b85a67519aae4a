import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { writeNoise, writePairs } from '../train/testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writeSmallModel(join(folder.path, 'model.safetensors'));
  await writeNoise(join(folder.path, 'in.png'), 32, 32);
  await writePairs(join(folder.path, 'data'), 2);
});

const cacheOfUser = process.env.PIX2PIX_CACHE;
beforeEach(() => {
  process.env.PIX2PIX_CACHE = join(folder.path, 'cache');
});
afterEach(() => {
  rmSync(join(folder.path, 'cache'), { recursive: true, force: true });
  delete process.env.PIX2PIX_CACHE;
  if (cacheOfUser !== undefined) process.env.PIX2PIX_CACHE = cacheOfUser;
});

const COMMANDS = {
  train: ['train', '--data', 'data', '--preset', 'fast', '--size', '32', '--filters', '2', '--steps', '1'],
  translate: ['translate', 'in.png', '--model', 'model.safetensors'],
  evaluate: ['evaluate', '--data', 'data', '--model', 'model.safetensors'],
};

/** An installation whose files are all there and unchanged, but whose addons are not addons. */
function installGarbage(): void {
  const name = 'tensorflow-cpu-2.21.0-linux-x64';
  const cache = join(folder.path, 'cache/native/v1');
  const addons = ['addon/tfjs_binding.node', 'addon/functions.node', 'addon/stderr_holder.node'];
  mkdirSync(join(cache, name, 'addon'), { recursive: true });
  for (const addon of addons) writeFileSync(join(cache, name, addon), 'garbage');
  const ofEach = <Value>(value: Value) => Object.fromEntries(addons.map((addon) => [addon, value]));
  const hashes = ofEach(createHash('sha256').update('garbage').digest('hex'));
  const described = { flavor: 'cpu', tensorflow: '2.21.0', tfjsNode: '4.22.0', platform: 'linux-x64' };
  const manifest = { ...described, files: ofEach(7), hashes, addons: 1 }; // ADDONS of backend-native
  writeFileSync(join(cache, name, 'install.json'), JSON.stringify(manifest));
  writeFileSync(join(cache, 'current'), name);
}

describe('where the native engine is not set up', () => {
  test('auto continues with wasm, and the first line says so once, with what to do', async () => {
    const { exitCode, stderr } = await runPix2pix([...COMMANDS.translate, '--out', 'out'], { cwd: folder.path });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Engine: wasm, .*; native is not set up \(npx @pix2pix-ts\/backend-native install\)\n/);
    expect(stderr.match(/native/g)).toHaveLength(2); // the engine's name and its command's
    expect(existsSync(join(folder.path, 'out/in.png'))).toBe(true);
  });

  test.each(Object.entries(COMMANDS))(
    '%s --backend native is one line that says what to do, and leaves nothing',
    async (name, args) => {
      const out = name === 'evaluate' ? [] : ['--out', 'refused'];
      const { stderr, ...rest } = await runPix2pix([...args, '--backend', 'native', ...out], { cwd: folder.path });
      expect(rest).toEqual({ exitCode: 2, stdout: '' });
      // evaluate says first how far it is with the pairs.
      expect(stderr.replace(/^(Checking .*\n)*/, '')).toBe(
        'Expected the engine native, got none: native is not set up (npx @pix2pix-ts/backend-native install). Use another one, or auto.\n',
      );
      expect(existsSync(join(folder.path, 'refused'))).toBe(false);
    },
  );
});

describe('where the native engine is broken', () => {
  test('auto continues with wasm, and one line says why', async () => {
    installGarbage();
    const { exitCode, stderr } = await runPix2pix([...COMMANDS.translate, '--out', 'out'], { cwd: folder.path });
    expect(exitCode).toBe(0);
    expect(stderr.split('\n')[0]).toMatch(
      /^Engine: wasm, .*; native is not working \(.*addon\/.*\.node.* uninstall, then install\)$/,
    );
  });

  test('an engine whose addon was replaced, or that others can write to, is not loaded: auto says why, and native is refused', async () => {
    installGarbage();
    const engine = join(folder.path, 'cache/native/v1/tensorflow-cpu-2.21.0-linux-x64');
    writeFileSync(join(engine, 'addon/tfjs_binding.node'), 'another');
    const refused = await runPix2pix([...COMMANDS.translate, '--backend', 'native', '--out', 'refused'], {
      cwd: folder.path,
    });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /^Expected the engine native, got none: native is not loaded, because .*tfjs_binding\.node has changed since it was set up \(npx .* uninstall, then install\)\. Use.*\n$/,
    );
    chmodSync(join(folder.path, 'cache'), 0o777);
    const { exitCode, stderr } = await runPix2pix([...COMMANDS.translate, '--out', 'out'], { cwd: folder.path });
    expect(exitCode).toBe(0);
    expect(stderr.split('\n')[0]).toMatch(
      /^Engine: wasm, .*; native is not loaded, because .*cache can be written by others \(chmod go-w .*cache, then npx .*\)$/,
    );
  });

  test('an engine that lost a file is damaged, and its command sets it up again', async () => {
    installGarbage();
    rmSync(join(folder.path, 'cache/native/v1/tensorflow-cpu-2.21.0-linux-x64/addon'), { recursive: true });
    const { exitCode, stderr } = await runPix2pix([...COMMANDS.translate, '--backend', 'native', '--out', 'refused'], {
      cwd: folder.path,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/native is damaged: .*tfjs_binding\.node is missing \(npx .* install\)\. Use.*\n$/);
  });
});
