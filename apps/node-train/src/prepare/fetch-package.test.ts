import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { fetchPackage } from './fetch-package.ts';
import { readTarball } from './read-tarball.ts';
import { withoutNetwork, withRegistry } from './testing/other-registry.ts';

/** A package of three kilobytes. */
const SMALL = {
  name: 'ms',
  version: '2.1.3',
  integrity: 'sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==',
};

describe('fetchPackage', () => {
  test('fetches once, and then needs no network', async () => {
    await withFolder(async (cacheDir) => {
      const path = await fetchPackage(SMALL, { cacheDir });
      expect(path).toBe(join(cacheDir, 'ms-2.1.3.tgz'));
      expect(await readdir(cacheDir)).toEqual(['ms-2.1.3.tgz']);
      expect(await withoutNetwork(() => fetchPackage(SMALL, { cacheDir }))).toBe(path);
      const files = await readTarball(path, (file) => file === 'package.json');
      expect([...files.keys()]).toEqual(['package.json']);
      expect(JSON.parse(String(files.get('package.json')))).toMatchObject({ name: 'ms', version: '2.1.3' });
    });
  });

  test('does not use a tarball in the cache that somebody changed', async () => {
    await withFolder(async (cacheDir) => {
      const path = await fetchPackage(SMALL, { cacheDir });
      const whole = await readFile(path);
      await appendFile(path, 'x');
      await expect(withoutNetwork(() => fetchPackage(SMALL, { cacheDir }))).rejects.toThrow(
        'Could not fetch ms@2.1.3:',
      );
      await fetchPackage(SMALL, { cacheDir });
      expect(await readFile(path)).toEqual(whole);
      if (process.platform === 'win32') return;
      await rm(path);
      execFileSync('mkfifo', [path]); // which nobody will ever write to
      await fetchPackage(SMALL, { cacheDir });
      expect(await readFile(path)).toEqual(whole);
    });
  });

  test('removes what killed fetches left, and nothing of those in progress', async () => {
    await withFolder(async (cacheDir) => {
      // A fetch that is killed in its middle, by the signal that no process can answer.
      const script = `import { fetchPackage } from ${JSON.stringify(join(import.meta.dirname, 'fetch-package.ts'))};
        void fetchPackage(${JSON.stringify(SMALL)}, { cacheDir: ${JSON.stringify(cacheDir)} });
        const { readdirSync } = await import('node:fs');
        while (readdirSync(${JSON.stringify(cacheDir)}).length === 0) await new Promise(setImmediate);
        process.kill(process.pid, 'SIGKILL');`;
      const { signal } = spawnSync(process.execPath, [...FROM_SOURCES, '--input-type=module', '--eval', script]);
      expect(signal).toBe('SIGKILL');
      const [left = ''] = await readdir(cacheDir);
      expect(left).toMatch(/^\.fetch-[0-9a-f]{8}-\d+-/);
      const [ours, theirs] = [left.replace(/-\d+-/, `-${process.pid}-`), left.replace(/[0-9a-f]{8}/, '00000000')];
      const [old, recent] = ['.fetch-abcdef', '.fetch-ghijkl']; // as earlier versions named them
      for (const name of [ours, theirs, old, recent]) await mkdir(join(cacheDir, name));
      await utimes(join(cacheDir, old), new Date(0), new Date(0));
      await fetchPackage(SMALL, { cacheDir });
      expect((await readdir(cacheDir)).sort()).toEqual([theirs, ours, recent, 'ms-2.1.3.tgz'].sort());
    });
  });

  test('refuses what is not the pinned file, and keeps nothing of it', async () => {
    await withFolder(async (cacheDir) => {
      const other = { ...SMALL, version: '2.1.2' };
      await expect(fetchPackage(other, { cacheDir })).rejects.toThrow(
        /^Expected ms@2\.1\.2 with the integrity sha512-6Flzub\S+, got sha512-\S+\. It was not used: find out who changed it\.$/,
      );
      expect(await readdir(cacheDir)).toEqual([]);
    });
  });

  test('says in one line that there is no network, or no such folder', async () => {
    await withFolder(async (folder) => {
      const error: Error = await withoutNetwork(() => fetchPackage(SMALL, { cacheDir: folder })).then(String, (e) => e);
      expect(error.message).toMatch(
        /^Could not fetch ms@2\.1\.3: .*ECONNREFUSED.* Check the network and npm's configuration/,
      );
      expect(error.message).not.toContain('\n');
      await writeFile(join(folder, 'file'), '');
      const inFile = fetchPackage(SMALL, { cacheDir: join(folder, 'file', 'cache') });
      await expect(inFile).rejects.toThrow(/^Could not write .*PIX2PIX_CACHE can name another folder/);
    });
  });

  test('an abort ends it and leaves nothing', async () => {
    await withFolder(async (cacheDir) => {
      const stop = new AbortController();
      const registry = createServer(() => stop.abort()); // which never answers
      await listening(registry, async (port) => {
        const fetching = withRegistry(`http://127.0.0.1:${port}`, () =>
          fetchPackage(SMALL, { cacheDir, signal: stop.signal }),
        );
        await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
      });
      expect(await readdir(cacheDir)).toEqual([]);
    });
  });
});
