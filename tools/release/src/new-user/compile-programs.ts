import path from 'node:path';
import ts from 'typescript';

/** How a user's TypeScript looks packages up: as bundlers do, or as Node does. */
const resolutions = {
  bundler: { module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

const libraries = new Map<string, ts.SourceFile | undefined>();

/**
 * Compiles a project's programs under both resolutions, the last time to JavaScript next to them; `typeRoots` has Node's own
 * types. Throws with what the compiler says.
 */
export function compilePrograms(files: readonly string[], typeRoots: string): void {
  for (const [name, resolution] of Object.entries(resolutions)) {
    const options: ts.CompilerOptions = {
      ...resolution,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      strict: true,
      // tfjs-core's own declarations do not pass.
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [typeRoots],
    };
    const program = ts.createProgram([...files], options, hostThatKeepsLibraries(options));
    const errors = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
    if (errors.length > 0) throw new Error(`Expected the programs to compile under ${name}, got:\n${describe(errors)}`);
  }
}

/** TypeScript's own declarations are the same for all projects, and most of the work. */
function hostThatKeepsLibraries(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    if (!path.basename(file).startsWith('lib.')) return getSourceFile(file, ...rest);
    if (!libraries.has(file)) libraries.set(file, getSourceFile(file, ...rest));
    return libraries.get(file);
  };
  return host;
}

function describe(errors: readonly ts.Diagnostic[]): string {
  return errors
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
    .join('\n');
}
