import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compilePrograms } from './compile-programs.ts';
import type { NewUser, Project } from './project.ts';
import { packagesToInstall, programsOf } from './readme-parts.ts';
import { writeSampleFiles } from './sample-files.ts';

/** What the programs of a README need to run in seconds, or why they cannot run here as they are. */
type Circumstances = {
  /** Packages that the README's text asks for in addition to its install line. */
  also?: string[];
  /** A shorter run than the README's. */
  shorten?: [long: string, short: string];
  /** What a program is to say when it fails, because what it needs is more than this check installs. */
  refusal?: string;
  /** Whether some machines have what it needs: then it may succeed. */
  mayRun?: boolean;
};

const circumstances: Record<string, Circumstances> = {
  '@pix2pix-ts/trainer': { shorten: ['steps: 1000', 'steps: 3'] },
  '@pix2pix-ts/pix2pix': { also: ['sharp'] },
  // Most machines of continuous integration have no GPU.
  '@pix2pix-ts/backend-webgpu': { refusal: 'Expected a GPU', mayRun: true },
  // TensorFlow is a gigabyte. Without it the engine says how to get it.
  '@pix2pix-ts/backend-native': { refusal: 'npx @pix2pix-ts/backend-native install' },
};

/** A page's programs are only compiled here; use-page.ts runs the first. */
const isOfAPage = (program: string) => /\bdocument\b/.test(program);

/** What stays the same for all packages: a model to load, and where Node's types are. */
export type Surroundings = { model: Uint8Array; typeRoots: string };

/**
 * Installs a package by its README's install line into an empty project, compiles the README's programs under both
 * resolutions of TypeScript, and runs them in Node. Returns the project.
 */
export async function useAsReadmeSays(newUser: NewUser, name: string, around: Surroundings): Promise<Project> {
  const project = newUser.project(name.replace('@pix2pix-ts/', ''));
  const { also = [], shorten, refusal, mayRun = false } = circumstances[name] ?? {};
  await project.run('npm', 'install', '--prefer-offline', name);
  const readme = readFileSync(path.join(project.folder, 'node_modules', name, 'README.md'), 'utf8');
  const others = [...packagesToInstall(readme), ...also].filter((other) => other !== name);
  if (others.length > 0) await project.run('npm', 'install', '--prefer-offline', ...others);
  await writeSampleFiles(project, around.model);

  const programs = programsOf(readme).map((code) => (shorten ? code.replace(...shorten) : code));
  const files = programs.map((_, number) => path.join(project.folder, `program-${number}.ts`));
  for (const [number, code] of programs.entries()) project.write(`program-${number}.ts`, `${code}\nexport {};\n`);
  compilePrograms(files, around.typeRoots);
  for (const [number, code] of programs.entries())
    if (!isOfAPage(code)) await runInNode(project, `program-${number}.js`, refusal, mayRun);
  return project;
}

async function runInNode(project: Project, file: string, refusal?: string, mayRun = false): Promise<void> {
  if (refusal === undefined) return void (await project.run(process.execPath, file));
  const { exitCode, stderr } = await project.try(process.execPath, file);
  if (exitCode === 0 ? !mayRun : !stderr.includes(refusal))
    throw new Error(`Expected ${file} in ${project.folder} to fail with "${refusal}", got ${exitCode}: ${stderr}`);
}
