import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';

const NAME = join(tmpdir(), 'pix2pix-test-');

/** A folder whose path is there while tests run. */
export type TestFolder = {
  readonly path: string;
  /** The path of something in it. */
  at(...names: string[]): string;
};

/** A new folder for each test of the file, removed after it. */
export function temporaryFolder(): TestFolder {
  const { folder, make, remove } = folderToMake();
  beforeEach(make);
  afterEach(remove);
  return folder;
}

/** A new folder for all tests of the file, or of what is described, removed after them. */
export function sharedFolder(): TestFolder {
  const { folder, make, remove } = folderToMake();
  beforeAll(make);
  afterAll(remove);
  return folder;
}

/** Runs with a new folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(NAME);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function folderToMake() {
  const folder = { path: '', at: (...names: string[]) => join(folder.path, ...names) };
  const make = () => {
    folder.path = mkdtempSync(NAME);
  };
  return { folder, make, remove: () => rmSync(folder.path, { recursive: true, force: true }) };
}
