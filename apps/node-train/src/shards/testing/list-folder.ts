import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPix2pix } from '../../testing/run-pix2pix.ts';
import { writeNoise } from '../../train/testing/pairs-folder.ts';

/** Writes `count` noisy pictures of several sizes and their targets, and a list of them; returns the list's path. */
export async function writeList(folder: string, count: number): Promise<string> {
  for (const half of ['in', 'to']) await mkdir(join(folder, half), { recursive: true });
  const lines: object[] = [];
  for (let i = 1; i <= count; i++) {
    for (const half of ['in', 'to']) await writeNoise(join(folder, half, `${i}.png`), 24 + 4 * i, 40);
    lines.push({ a: `in/${i}.png`, b: `to/${i}.png` });
  }
  return writeLines(join(folder, 'list.jsonl'), lines);
}

/** Writes lines, objects as JSON; returns the path. */
export async function writeLines(path: string, lines: readonly (object | string)[]): Promise<string> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  await writeFile(path, `${texts.join('\n')}\n`);
  return path;
}

/** What a command printed under `--json`, and how it ended. */
export type Told = { exitCode: number | null; events: Record<string, unknown>[]; stderr: string };

/** Runs the real command with `--json`, on one thread. */
export async function tell(...args: string[]): Promise<Told> {
  const { exitCode, stdout, stderr } = await runPix2pix([...args, '--json', '--backend', 'wasm', '--threads', '1']);
  return { exitCode, events: eventsIn(stdout), stderr };
}

/** The events that a command printed. */
export function eventsIn(stdout: string): Record<string, unknown>[] {
  return stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** The results below a folder by name. */
export async function resultsIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'base64')));
  return Object.fromEntries(names.map((name, i) => [name, files[i] as string]));
}

/** A shard's manifest, line by line. */
export async function manifestIn(folder: string, name: string): Promise<Record<string, unknown>[]> {
  return eventsIn(await readFile(join(folder, 'manifests', name), 'utf8'));
}
