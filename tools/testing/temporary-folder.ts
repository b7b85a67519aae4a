import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';

/** A folder whose path is there while tests run. */
export type TestFolder = { readonly path: string };

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

function folderToMake() {
  const folder = { path: '' };
  const make = () => {
    folder.path = mkdtempSync(join(tmpdir(), 'pix2pix-test-'));
  };
  return { folder, make, remove: () => rmSync(folder.path, { recursive: true, force: true }) };
}
