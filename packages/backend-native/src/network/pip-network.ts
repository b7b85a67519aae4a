import { type Asked, describeAsked, isExcepted, shownAddress, variable } from './asked.ts';
import { answerOf } from './run-program.ts';

/** Whom a pip asks for wheels: by its own account. */
export async function pipNetwork(
  { command, first }: { command: string; first: readonly string[] },
  environment = process.env,
): Promise<Asked> {
  const output = await answerOf(command, [...first, 'config', 'list'], { env: environment });
  return askedOfPip(output, environment);
}

/**
 * Reads what `pip config list` prints: lines such as `global.proxy='http://...'`, of configuration files and, as `:env:.proxy`,
 * of variables, which count more. Where it has no proxy, pip takes one from the environment as requests does.
 */
export function askedOfPip(output: string, environment: NodeJS.ProcessEnv): Asked {
  const lines = [...output.matchAll(/^([^=\s]*)\.([\w-]+)=(['"])(.*)\3\s*$/gm)];
  const [named, files] = [true, false].map((isNamed) => lines.filter(([, from]) => (from === ':env:') === isNamed));
  const settings = new Map([...(files ?? []), ...(named ?? [])].map(([, , key, , value]) => [key, value]));
  const index = settings.get('index-url');
  const scheme = index?.startsWith('http:') ? 'http_proxy' : 'https_proxy';
  const exceptions = variable(environment, ['no_proxy']) ?? '';
  const proxy =
    settings.get('proxy') ?? (isExcepted(index, exceptions) ? undefined : variable(environment, [scheme, 'all_proxy']));
  return describeAsked(index === undefined ? 'the package index' : `the package index ${shownAddress(index)}`, proxy);
}
