import path from 'node:path';
import { build, type Rolldown } from 'vite';

/** A page's files by their addresses. */
export type BuiltFiles = Map<string, string | Uint8Array>;

/** Which pages are built. */
export type BuildPagesOptions = {
  /** The folder with a `NAME.html` for each page. */
  folder: string;
  pages: readonly string[];
  /** @default Vite's own */
  conditions?: string[];
};

/** The pages as Vite builds them, in memory. */
export type BuiltPages = {
  files: BuiltFiles;
  /** The modules that a page can ever load, also later, by their paths on this machine. */
  modulesOf(page: string): string[];
  warnings: string[];
};

/** Builds pages. Vite is told nothing about the packages: whatever their users would have to configure fails here. */
export async function buildPages({ folder, pages, conditions }: BuildPagesOptions): Promise<BuiltPages> {
  const warnings: string[] = [];
  const result = await build({
    root: folder,
    base: './',
    configFile: false,
    logLevel: 'silent',
    ...(conditions && { resolve: { conditions } }),
    build: {
      write: false,
      rolldownOptions: {
        input: Object.fromEntries(pages.map((page) => [page, path.join(folder, `${page}.html`)])),
        // How long it took is not the packages' fault. By its code, because Vite's own builds of workers tell of it
        // whatever `checks` says.
        onwarn: ({ code, message }) => void (code === 'PLUGIN_TIMINGS' || warnings.push(message)),
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
