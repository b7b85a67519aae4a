import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Where code could be put by someone other than this user and root, and why. */
export type UntrustedPlace = { readonly path: string; readonly reason: string };

/** As many as Linux follows. */
const MOST_LINKS = 40;
const STICKY = 0o1000;

/**
 * The first place on the way to a folder, itself included and links followed, that belongs to someone other than this user
 * and root, or that others may write. In a sticky folder, such as /tmp, others may write but not replace what is there. Of
 * a user whose group is theirs alone, by the convention that it has the user's number, the group counts as the user above
 * the folder itself.
 */
export function untrustedWay(folder: string, user = process.geteuid?.()): UntrustedPlace | undefined {
  for (const { path, stats } of waysTo(resolve(folder))) {
    const isLast = path === realpathSync(folder);
    const reason = reasonAgainst(stats, user, { mayBeSticky: !isLast, mayBeOwnGroups: !isLast });
    if (reason !== undefined) return { path, reason };
  }
  return undefined;
}

/** The same of everything inside a folder, at any depth; a link inside must not lead out. */
export function untrustedInside(folder: string, user = process.geteuid?.()): UntrustedPlace | undefined {
  const root = realpathSync(folder);
  for (const path of entriesOf(folder)) {
    const stats = lstatSync(path);
    const reason = reasonAgainst(stats, user) ?? (stats.isSymbolicLink() ? reasonAgainstLink(path, root) : undefined);
    if (reason !== undefined) return { path, reason };
  }
  return undefined;
}

/** Files, folders and links inside a folder, at any depth. */
export function* entriesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    yield path;
    if (entry.isDirectory()) yield* entriesOf(path);
  }
}

/** Each part of a path from the root on, and of the paths that links on it lead to. */
function* waysTo(path: string, links = 0): Generator<{ path: string; stats: Stats }> {
  if (dirname(path) !== path) yield* waysTo(dirname(path), links);
  const stats = lstatSync(path);
  yield { path, stats };
  if (!stats.isSymbolicLink()) return;
  if (links >= MOST_LINKS) throw new Error(`Expected a folder at ${path}, got a circular link.`);
  yield* waysTo(resolve(dirname(path), readlinkSync(path)), links + 1);
}

function reasonAgainst(
  stats: Stats,
  user: number | undefined,
  { mayBeSticky = false, mayBeOwnGroups = false } = {},
): string | undefined {
  if (user === undefined) return undefined; // Windows, where there is no native engine
  if (stats.uid !== user && stats.uid !== 0) return `belongs to user ${stats.uid}, neither you (${user}) nor root`;
  if (stats.isSymbolicLink() || (mayBeSticky && stats.mode & STICKY)) return undefined;
  const isOwnGroup = mayBeOwnGroups && user !== 0 && stats.gid === user;
  return stats.mode & (isOwnGroup ? 0o002 : 0o022) ? 'can be written by others' : undefined;
}

function reasonAgainstLink(path: string, root: string): string | undefined {
  const target = realpathSync(path);
  return relative(root, target).split(sep)[0] === '..' ? `is a link to ${target}, outside the engine` : undefined;
}
