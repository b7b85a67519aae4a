import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LocalRegistry } from '../releases/local-registry.ts';
import { cleanEnvironment, mustRun, type ProgramResult, runProgram } from '../run-program.ts';

/** Somebody who has npm and an empty folder for every project, and takes our packages from the registry alone. */
export type NewUser = { project: (name: string) => Project };

/** A project's folder outside of the workspace. */
export type Project = {
  folder: string;
  write: (file: string, content: string | Uint8Array) => void;
  /** Runs a program there, and gives its stdout. */
  run: (command: string, ...args: string[]) => Promise<string>;
  /** Runs one that may fail. */
  try: (command: string, ...args: string[]) => Promise<ProgramResult>;
};

/**
 * All that npm keeps for this user is in `folder`: npx would otherwise use a package of an earlier check from the
 * user's cache.
 */
export function makeNewUser(folder: string, registry: LocalRegistry): NewUser {
  const env = {
    ...cleanEnvironment(),
    npm_config_cache: path.join(folder, 'npm-cache'),
    PIX2PIX_CACHE: path.join(folder, 'pix2pix-cache'),
  };
  const project = (name: string): Project => {
    const at = path.join(folder, name);
    const write = (file: string, content: string | Uint8Array) => {
      mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
      writeFileSync(path.join(at, file), content);
    };
    write('.npmrc', registry.npmrc);
    write('package.json', JSON.stringify({ name: `project-${name}`, private: true, type: 'module' }));
    return {
      folder: at,
      write,
      run: (command, ...args) => mustRun(command, args, { cwd: at, env }),
      try: (command, ...args) => runProgram(command, args, { cwd: at, env }),
    };
  };
  return { project };
}
