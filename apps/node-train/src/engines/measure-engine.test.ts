import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { onSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';

const folder = sharedFolder();
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = { ...(await onSwiftShader()), PIX2PIX_CACHE: folder.path };
});

/** What a program of the command's own says that measures a tiny model. */
async function measure(script: string, changes: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const program = `
    import { presets } from '@pix2pix-ts/trainer';
    import { measureAll } from ${JSON.stringify(join(import.meta.dirname, 'auto-order.ts'))};
    import { measureEngine } from ${JSON.stringify(join(import.meta.dirname, 'measure-engine.ts'))};
    const { config } = presets.fast;
    const generator = { ...config.generator, imageSize: 32, filters: 2 };
    const tiny = { ...config, batch: 1, generator, discriminator: { ...config.discriminator, filters: 2 } };
    ${script}`;
  const args = [...FROM_SOURCES, '--input-type=module', '-e', program];
  const { stdout, stderr } = await runCommand(process.execPath, args, {
    cwd: import.meta.dirname,
    env: { ...env, ...changes },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('engines are measured in processes of their own', () => {
  const both = `console.log(JSON.stringify(await measureAll(tiny, { engines: { webgpu: 'a card', wasm: '1' }, threads: 1 })));`;

  test('and one that does not work gives its reason in place of a figure', async () => {
    const nowhere = { VK_DRIVER_FILES: '/nowhere', VK_ICD_FILENAMES: '/nowhere' };
    expect(await measure(both, nowhere)).toEqual({
      webgpu: 'without a graphics card that it can use (look for a newer driver)',
      wasm: expect.any(Number),
    });
  });

  test('in the precision that is asked for', async () => {
    const rounded = `
      const request = { backend: 'wasm', threads: 1, config: { ...tiny, precision: 'bf16-gradients' } };
      console.log(JSON.stringify(await measureEngine(request)));`;
    expect(await measure(rounded)).toMatch(/^without bf16-gradients/);
  });

  test('until a signal stops the measurement', async () => {
    const stopped = `
      const engines = { wasm: '1' };
      const stop = AbortSignal.abort(new Error('stopped'));
      await measureAll(tiny, { engines, threads: 1 }, stop).catch(({ message }) => console.log(JSON.stringify(message)));`;
    expect(await measure(stopped)).toBe('stopped');
  });
});
