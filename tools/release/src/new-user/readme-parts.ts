/** The packages that a README's first install line names. */
export function packagesToInstall(readme: string): string[] {
  const line = /^npm install (?!--global)(.+)$/m.exec(readme)?.[1];
  if (line === undefined) throw new Error('Expected a line "npm install NAME ..." in the README, got none. Write one.');
  return line.split('#')[0]?.trim().split(/\s+/) ?? [];
}

/** The TypeScript samples of a README that are complete programs: they begin with their imports. */
export function programsOf(readme: string): string[] {
  const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
  return blocks.filter((code) => /^import /m.test(code));
}
