import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One of the variants that the tests run on: the build that is broken, and a number of threads that divides little evenly. */
const FEWER_VARIANTS = `variants: readonly BackendVariant[] = [
  { threads: 3, fma: true, shared: true },
];`;
/** A test that has failed has seen the fault: it need not look for its smallest case, which can take minutes. */
const FAIL_AT_ONCE = `import { configureGlobal } from 'fast-check';
configureGlobal({ endOnFailure: true });
`;

/** Copies the repository's files, as they are in the working tree, to a folder where they may be broken. */
export function makeScratchCopy(root, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  for (const file of listed.toString().split('\0').filter(Boolean))
    if (existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(folder, file));
  // What is installed is linked: pnpm's own links are relative, and find the copy's packages.
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const groups = ['packages', 'tools', 'apps', 'examples'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => path.join(group, name)),
  );
  for (const workspace of [...groups, 'test']) {
    const modules = path.join(workspace, 'node_modules');
    if (existsSync(path.join(root, modules)))
      cpSync(path.join(root, modules), path.join(folder, modules), { recursive: true, verbatimSymlinks: true });
  }
  const variants = path.join(folder, 'packages/backend-wasm/src/testing/variants.ts');
  const before = readFileSync(variants, 'utf8');
  const after = before.replace(/variants: readonly BackendVariant\[\] = \[[^;]*;/, FEWER_VARIANTS);
  if (after === before)
    throw new Error(`Expected a list of variants in ${variants}, got none. Look at scratch-copy.mjs.`);
  writeFileSync(variants, FAIL_AT_ONCE + after);
}
