import { type Asked, describeAsked, isExcepted, shownAddress, variable } from './asked.ts';
import { npmCommand } from './npm-command.ts';
import { answerOf } from './run-program.ts';

/** Which registry npm asks for the packages of a scope, such as `@lobehub`, or of none, as npm itself says. */
export async function npmNetwork(scope: string | undefined, environment = process.env): Promise<Asked> {
  const { command, first, shell } = npmCommand();
  // `npm config get` does not show a proxy with a password in it; this shows it without the password.
  const output = await answerOf(command, [...first, 'config', 'ls', '-l'], { env: environment, shell });
  return askedOfNpm(output, scope, environment);
}

/**
 * Reads what `npm config ls -l` prints, lines such as `proxy = "http://..."`; one that is overridden begins with a semicolon.
 * Where it has no proxy, npm takes one from the environment as its HTTP library does.
 */
export function askedOfNpm(output: string, scope: string | undefined, environment: NodeJS.ProcessEnv): Asked {
  const setting = (name: string) => {
    const line = output.split('\n').find((text) => text.startsWith(`${name} = `));
    const value = line?.slice(name.length + 3).replace(/[[\]" ]/g, '');
    return value === undefined || ['', 'null', 'false'].includes(value) ? undefined : value;
  };
  const registry = setting(`${scope}:registry`) ?? setting('registry');
  const names = registry?.startsWith('http:') ? ['https_proxy', 'http_proxy', 'proxy'] : ['https_proxy'];
  const proxy = setting('https-proxy') ?? setting('proxy') ?? variable(environment, names);
  const exceptions = setting('noproxy') ?? variable(environment, ['no_proxy']) ?? '';
  const name = registry === undefined ? "npm's registry" : `the registry ${shownAddress(registry)}`;
  return describeAsked(name, isExcepted(registry, exceptions) ? undefined : proxy);
}
