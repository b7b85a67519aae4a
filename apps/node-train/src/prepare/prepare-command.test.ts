import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { PIX2PIX, runPix2pix } from '../testing/run-pix2pix.ts';
import { withoutNetwork } from './testing/other-registry.ts';

describe('prepare', () => {
  test('knows its data sets, and suggests the nearest', async () => {
    const { exitCode, stderr } = await runPix2pix(['prepare', 'openmojy']);
    expect([exitCode, stderr]).toEqual([2, 'Expected a command, got openmojy. Did you mean openmoji?\n']);
  });

  test('refuses an invalid size or group', async () => {
    const size = await runPix2pix(['prepare', 'fluent', '--size', '4']);
    expect(size).toMatchObject({ exitCode: 2, stdout: '' });
    expect(size.stderr).toBe("Expected --size to be a whole number from 8 to 1024, got '4'. Change it.\n");
    const group = await runPix2pix(['prepare', 'openmoji', '--groups', 'faces', '--out', '/none']);
    expect(group).toMatchObject({ exitCode: 2, stdout: '' });
    expect(group.stderr).toMatch(/^Expected groups from smileys-emotion, .*, got faces\. Use some of these\.\n$/);
  });

  test('touches no folder that holds something else, and says so in one line', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'thesis.txt'), 'all of it');
      const { exitCode, stdout, stderr } = await runPix2pix(['prepare', 'fluent', '--out', folder]);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^Expected a new or empty folder at .*, got other files\. Choose another.*\n$/);
    });
  });

  test('fails in one line where the package cannot be fetched, and leaves nothing half done', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'work'));
      process.env.PIX2PIX_CACHE = join(folder, 'cache');
      const out = join(folder, 'work', 'set');
      const { exitCode, stdout, stderr } = await withoutNetwork(() => runPix2pix(['prepare', 'fluent', '--out', out]));
      delete process.env.PIX2PIX_CACHE;
      expect([exitCode, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^Fetching .*\nCould not fetch @lobehub\/fluent-emoji-flat@1\.1\.0: .*\n$/);
    });
  });

  test('says within seconds that a proxy does not answer, without its password, and stops at once', async () => {
    await listening(createServer(), (port) =>
      withFolder(async (folder) => {
        const proxy = `127.0.0.1:${port}`;
        const environment = {
          PIX2PIX_CACHE: join(folder, 'cache'),
          npm_config_cache: join(folder, 'npm'),
          npm_config_registry: 'https://registry.invalid',
          npm_config_https_proxy: `http://someone:secret@${proxy}`,
        };
        const [node, ...first] = PIX2PIX;
        const args = [...first, 'prepare', 'fluent', '--out', join(folder, 'set')];
        const child = spawn(node, args, {
          env: { ...process.env, ...environment },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        const lines: string[] = [];
        createInterface({ input: child.stderr }).on('line', (line) => {
          if (lines.push(line) === 2) child.kill('SIGTERM');
        });
        expect(await once(child, 'close')).toEqual([143, null]);
        expect(lines[1]).toBe(
          `No data has come from the registry https://registry.invalid through the proxy http://${proxy} for 5 seconds: waiting up to 30 ...`,
        );
        expect(lines.slice(2)).toEqual(['', 'Stopping ... (again to stop at once)', 'Stopped by SIGTERM.']);
        expect(await readdir(join(folder, 'cache'))).toEqual([]);
      }),
    );
  });
});
