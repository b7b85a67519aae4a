/**
 * The environment without what npm told this script about the repository: its folder, for one, would be taken for the
 * project of every npm that is started from here. What a user set for npm with capitals stays.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ofNpm = /^(npm_(?!config_(registry|userconfig|globalconfig|cafile)$)|INIT_CWD$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofNpm.test(name)));
}
