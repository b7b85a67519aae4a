import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isProcess } from '@pix2pix-ts/common/node';
import { listening } from '@pix2pix-ts/testing/listening';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { withEnvironment } from '@pix2pix-ts/testing/with-environment';
import { answerSlowly } from '../testing/answer-slowly.ts';
import { askedOfNpm } from './npm-network.ts';
import { npmPack } from './npm-pack.ts';

const folder = temporaryFolder();
/** Shortened from 5 and 30 seconds. The slow answers take longer than the end, and come more often than that. */
const silence = { wordMs: 1_000, endMs: 4_000 };
const REMEDY = 'HTTPS_PROXY, or npm config set https-proxy';

/** An empty folder. */
function make(name: string): string {
  mkdirSync(join(folder.path, name));
  return join(folder.path, name);
}

/** A package as a registry has it. */
function makeTarball(): Buffer {
  writeFileSync(join(make('package'), 'package.json'), '{ "name": "slow", "version": "1.0.0" }');
  writeFileSync(join(folder.path, 'package/data'), randomBytes(3000));
  execFileSync('tar', ['-czf', 'slow.tgz', 'package'], { cwd: folder.path });
  return readFileSync(join(folder.path, 'slow.tgz'));
}

/** A registry with three packages: of one the page never comes, of one the file breaks off, of one it comes slowly. */
function registry(tarball: Buffer, integrity: string): Server {
  return createServer(async ({ url = '', headers }, response) => {
    const name = url.split('/')[1] as string;
    if (name === 'silent') return;
    if (url === `/${name}`) {
      const dist = { tarball: `http://${headers.host}/${name}/-/${name}-1.0.0.tgz`, integrity };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, versions: { '1.0.0': { name, version: '1.0.0', dist } } }));
    } else await answerSlowly(response, tarball, name === 'slow' ? 'whole' : 'never');
  });
}

test('a registry that says nothing is reported, then given up; one that is slow is waited for', async () => {
  const tarball = makeTarball();
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const told: [name: string, line: string][] = [];
  const pack = (name: string) =>
    npmPack({ name, version: '1.0.0', integrity }, make(name), {
      silence,
      tell: (line) => void told.push([name, line]),
    });
  await listening(registry(tarball, integrity), async (port) => {
    const settings = { npm_config_registry: `http://127.0.0.1:${port}`, npm_config_cache: join(folder.path, 'cache') };
    const [silent, broken, slow] = await withEnvironment(settings, () =>
      Promise.allSettled(['silent', 'broken', 'slow'].map(pack)),
    );
    const asked = `the registry http://127.0.0.1:${port}`;
    for (const [name, end] of Object.entries({ silent, broken })) {
      const message = `Could not fetch ${name}@1.0.0: no data came from ${asked} for 4 seconds. Check the network, or set a proxy (${REMEDY}), then try again.`;
      expect(end).toMatchObject({ reason: { name: 'InstallError', message } });
      expect(told.filter(([of]) => of === name)).toEqual([
        [name, `No data has come from ${asked} for 1 seconds: waiting up to 4 ...`],
      ]);
    }
    expect(slow).toEqual({ status: 'fulfilled', value: join(folder.path, 'slow/slow-1.0.0.tgz') });
  });
});

test('a proxy that says nothing is named without its password, and no process is left of an npm that is a script', async () => {
  if (process.platform === 'win32') return; // where it is not a script of this kind
  const script = join(make('bin'), 'npm');
  const own = process.env.npm_execpath;
  const npm = own ? `"${process.execPath}" "${own}"` : execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  writeFileSync(
    script,
    `#!/bin/sh\nif [ "$1" = pack ]; then sleep 1000 & echo $! > "${folder.path}/child"; fi\n${npm} "$@"\n`,
  );
  chmodSync(script, 0o755);
  await listening(createTcpServer(), async (port) => {
    const settings = {
      PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
      npm_execpath: undefined,
      npm_config_cache: join(folder.path, 'cache'),
      npm_config_registry: 'https://registry.invalid',
      npm_config_https_proxy: `http://someone:secret@127.0.0.1:${port}`,
    };
    await withEnvironment(settings, async () => {
      const pinned = { name: 'any', version: '1.0.0', integrity: '' };
      const into = make('into');
      await expect(npmPack(pinned, into, { silence })).rejects.toThrow(
        `Could not fetch any@1.0.0: no data came from the registry https://registry.invalid through the proxy http://127.0.0.1:${port} for 4 seconds. Check that proxy (${REMEDY}), then try again.`,
      );
      const pid = Number(readFileSync(join(folder.path, 'child'), 'utf8'));
      expect(isProcess(pid)).toBe(false);
      const stop = new AbortController();
      const tell = () => stop.abort();
      const aborted = npmPack(pinned, into, { tell, signal: stop.signal, silence: { wordMs: 1_000 } });
      await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
      expect(readdirSync(into)).toEqual([]);
    });
  });
});

test('which registry npm asks is read from its configuration and from the environment', () => {
  const output = `; "default" config from default values
; https-proxy = null ; overridden by env
noproxy = [""]
proxy = null
replace-registry-host = "npmjs"
; "user" config
@lob:registry = "http://lob.test/"
registry = "https://a:***@registry.test/npm/"
`;
  const asked = (text: string, environment: NodeJS.ProcessEnv, scope?: string) =>
    askedOfNpm(text, scope, environment).from;
  const registry = 'the registry https://registry.test/npm';
  const environment = { HTTPS_PROXY: 'http://me:x@proxy.test:8' };
  expect(asked(output, {})).toBe(registry);
  expect(asked(output, environment)).toBe(`${registry} through the proxy http://proxy.test:8`);
  expect(asked(output, { http_proxy: 'http://p:8' })).toBe(registry);
  for (const exception of ['.test', 'registry.test', 'a, test']) {
    expect(asked(output.replace('[""]', `["${exception}"]`), environment)).toBe(registry);
    expect(asked(output, { ...environment, no_proxy: exception })).toBe(registry);
  }
  const proxied = output.replace('proxy = null\nr', 'proxy = "http://q:9/"\nr');
  expect(asked(proxied, {}, '@lob')).toBe('the registry http://lob.test through the proxy http://q:9');
  expect(asked('', {})).toBe("npm's registry");
});
