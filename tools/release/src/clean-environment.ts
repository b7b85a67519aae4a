/**
 * The environment without what the npm that started this check, and the check's own start from the sources, told about the
 * repository: its folder would be taken for the project of every npm that is started from here, and hints would name its
 * scripts. What a user set for npm stays.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ofTheRepository =
    /^(npm_(?!config_(registry|userconfig|globalconfig|cafile)$)|INIT_CWD$|NODE_OPTIONS$|PIX2PIX_|BACKEND_NATIVE)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRepository.test(name)));
}
