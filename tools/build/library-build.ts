import { defineConfig, type UserConfig } from 'tsdown';

/** The one way every package is built: ES modules with types and source maps, TensorFlow.js left outside. */
export function libraryBuild(entry: string[]): UserConfig {
  return defineConfig({
    entry,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    sourcemap: true,
    unbundle: true,
    // Bundling tfjs would give the package an engine registry of its own, without any backend in it.
    deps: { neverBundle: [/^@tensorflow\//] },
  }) as UserConfig;
}
