import path from 'node:path';

/**
 * The environment without what the npm that started this check, and the check's own start from the sources, told about the
 * repository: its folder would be taken for the project of every npm that is started from here, and hints would name its
 * scripts. What a user set for npm stays.
 * npm, npx and every command are found by the PATH and take the first Node of it, so this process's own stands first.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ofTheRepository =
    /^(npm_(?!config_(registry|userconfig|globalconfig|cafile)$)|INIT_CWD$|NODE_OPTIONS$|PIX2PIX_|BACKEND_NATIVE)/;
  const kept = Object.entries(process.env).filter(([name]) => !ofTheRepository.test(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, /^path$/i.test(name) ? startWithOwnNode(value) : value]),
  );
}

function startWithOwnNode(searched = ''): string {
  return [path.dirname(process.execPath), searched].join(path.delimiter);
}
