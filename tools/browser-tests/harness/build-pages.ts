import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Rolldown } from 'vite';

/** A page's files by their addresses. */
export type BuiltFiles = Map<string, string | Uint8Array>;

/** The pages as Vite builds them, in memory. */
export type BuiltPages = {
  files: BuiltFiles;
  /** The modules that a page can ever load, also later, by their paths on this machine. */
  modulesOf(page: string): string[];
  warnings: string[];
};

/**
 * Builds the pages from the packages' sources. Apart from where those are, Vite is told nothing: what a user of the
 * packages would have to configure, fails here.
 */
export async function buildPages(pages: readonly string[]): Promise<BuiltPages> {
  const root = fileURLToPath(new URL('../pages', import.meta.url));
  const warnings: string[] = [];
  const result = await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@pix2pix-ts/source', ...defaultClientConditions] },
    build: {
      write: false,
      rolldownOptions: {
        input: Object.fromEntries(pages.map((page) => [page, `${root}/${page}.html`])),
        checks: { bundlerTimings: false }, // how long it took is no fault of the packages
        onwarn: ({ message }) => void warnings.push(message),
      },
    },
  });
  const { output } = result as Rolldown.RolldownOutput;
  const files = new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  return { files, warnings, modulesOf: (page) => reachable(page, chunks) };
}

function reachable(page: string, chunks: ReadonlyMap<string, Rolldown.OutputChunk>): string[] {
  const entry = [...chunks.values()].find(({ isEntry, name }) => isEntry && name === page);
  if (!entry) throw new Error(`Expected a chunk for the page ${page}, got none.`);
  const seen = new Set([entry.fileName]);
  for (const file of seen) {
    const { imports = [], dynamicImports = [] } = chunks.get(file) ?? {};
    for (const next of [...imports, ...dynamicImports]) seen.add(next);
  }
  return [...seen].flatMap((file) => chunks.get(file)?.moduleIds ?? []);
}
