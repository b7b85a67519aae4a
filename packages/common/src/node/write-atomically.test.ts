import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { interruptedFiles } from '@pix2pix-ts/testing/interrupted-files';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { FILE_SYSTEM, type FileOperations } from './file-operations.ts';
import { removeLeftovers, withScratchFile, writeAtomically, writeBeside } from './write-atomically.ts';

const folder = temporaryFolder();
let path: string;
beforeEach(() => {
  path = join(folder.path, 'report.html');
});

/** The file system, in which each operation of this name fails the first `times` it is tried. */
function failing(name: string, code: string, times = Number.POSITIVE_INFINITY): FileOperations {
  let left = times;
  return interruptedFiles(FILE_SYSTEM, (_, operation, moment) => {
    if (operation === name && moment === 'before' && left-- > 0) throw Object.assign(new Error(code), { code });
  }).fs;
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('one ');
  yield Buffer.alloc(200, 'x');
}

describe('writeAtomically', () => {
  test.each([
    ['text', 'é', 'é'],
    ['bytes', Uint8Array.of(65, 66), 'AB'],
    ['pieces', [Uint8Array.of(65), new Uint8Array(), Uint8Array.of(66)], 'AB'],
    ['a stream of pieces', pieces(), `one ${'x'.repeat(200)}`],
  ])('writes %s, and nothing else', async (_, content, expected) => {
    await writeAtomically(path, content);
    expect(readFileSync(path, 'utf8')).toBe(expected);
    expect(readdirSync(folder.path)).toEqual(['report.html']);
  });

  test.each(['n'.repeat(244), 'n'.repeat(255), 'é'.repeat(127), '😀'.repeat(63)])(
    'writes a file of the longest names (%#), and removes what a kill left of it',
    async (name) => {
      await writeAtomically(join(folder.path, name), 'whole');
      expect(readdirSync(folder.path)).toEqual([name]);
      const killed = await writeBeside(join(folder.path, name), 'half');
      expect(await removeLeftovers(folder.path)).toEqual([basename(killed)]);
      expect(readFileSync(join(folder.path, name), 'utf8')).toBe('whole');
    },
  );

  test('continues where the system takes only a part of a piece', async () => {
    await writeAtomically(path, pieces(), interruptedFiles(FILE_SYSTEM, () => {}).fs);
    expect(readFileSync(path, 'utf8')).toBe(`one ${'x'.repeat(200)}`);
  });

  test.each([
    ['write', 'ENOSPC', 'the disk is full. Free some space and try again; what was saved before is kept (ENOSPC).'],
    ['sync', 'EIO', 'the disk failed. Check the disk and try again; what was saved before is kept (EIO).'],
    ['open w', 'EROFS', 'the disk is read-only. Choose another folder; what was saved before is kept (EROFS).'],
    ['rename', 'EACCES', 'access was denied. Check the permissions of the file and its folder; what was'],
    ['close', 'EOTHER', 'EOTHER; what was saved before is kept (EOTHER).'],
  ])('keeps the old file where %s ends in %s, and says so in one line', async (operation, code, line) => {
    await writeAtomically(path, 'old');
    const failure = writeAtomically(path, 'new', failing(operation, code));
    await expect(failure).rejects.toThrow(`Could not write ${path}: ${line}`);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder.path)).toEqual(['report.html']);
  });

  test('has the content on the disk before its name changes, and the name before it is done', async () => {
    const { fs, log } = interruptedFiles(FILE_SYSTEM, () => {});
    await writeAtomically(path, 'new', fs);
    expect(log).toEqual(['open w', 'write', 'sync', 'close', 'rename', 'open r', 'sync', 'close']);
  });

  test('lets the error of its content through and keeps the old file', async () => {
    await writeAtomically(path, 'old');
    const broken = (async function* () {
      yield Buffer.from('half');
      throw new Error('stopped in the middle');
    })();
    await expect(writeAtomically(path, broken)).rejects.toThrow(/^stopped in the middle$/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder.path)).toEqual(['report.html']);
  });

  test('names what is wrong with a path of the real file system', async () => {
    const missing = join(folder.path, 'none', 'a.txt');
    await expect(writeAtomically(missing, 'x')).rejects.toThrow(
      `Could not write ${missing}: there is no such file or folder.`,
    );
    mkdirSync(path);
    await expect(writeAtomically(path, 'x')).rejects.toThrow(`Could not write ${path}: `);
    expect(readdirSync(folder.path)).toEqual(['report.html']);
  });

  test('waits for a file that another program holds for a moment', async () => {
    await writeAtomically(path, 'new', failing('rename', 'EBUSY', 3));
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test.each(['EPERM', 'EISDIR', 'EINVAL'])(
    'does without the fsync of a folder where the system answers %s',
    async (code) => {
      await writeAtomically(path, 'new', failing('open r', code));
      expect(readFileSync(path, 'utf8')).toBe('new');
    },
  );
});

describe('withScratchFile', () => {
  test('has a name of its own next to the file, which is no leftover, and removes it in the end', async () => {
    const work = async (scratch: string) => {
      writeFileSync(scratch, 'rows');
      expect(basename(scratch)).toMatch(/^\.report\.html\.partial-\d+-\d+\.v$/);
      expect(await removeLeftovers(folder.path)).toEqual([]);
      expect(readdirSync(folder.path)).toEqual([basename(scratch)]);
      return 7;
    };
    expect(await withScratchFile(path, '.v', work)).toBe(7);
    expect(readdirSync(folder.path)).toEqual([]);
    const failing = withScratchFile(path, '.v', async (scratch) => {
      writeFileSync(scratch, 'rows');
      throw new Error('enough');
    });
    await expect(failing).rejects.toThrow('enough');
    expect(readdirSync(folder.path)).toEqual([]);
    await withScratchFile(path, '.v', async () => {}); // where nothing was written
  });

  test('keeps its name within what a folder takes, and what a killed process left of it is removed', async () => {
    await withScratchFile(join(folder.path, 'n'.repeat(255)), '.v', async (scratch) => writeFileSync(scratch, ''));
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(folder.path, `.big.png.partial-${dead}-0.v`), '');
    expect(await removeLeftovers(folder.path)).toEqual([`.big.png.partial-${dead}-0.v`]);
  });
});

describe('removeLeftovers', () => {
  test('removes what a killed writeAtomically left, and nothing else', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const kept = ['.gitkeep', `.state.safetensors.partial-${process.ppid}-0`, 'a.partial-1-2', 'model.safetensors'];
    const left = [`.model.safetensors.partial-${dead}-0`, `.report.html.partial-${process.pid}-999999`];
    for (const name of [...kept, ...left]) writeFileSync(join(folder.path, name), '');
    expect((await removeLeftovers(folder.path)).sort()).toEqual(left.sort());
    expect(readdirSync(folder.path).sort()).toEqual(kept.sort());
    // What nobody wrote to for hours is nobody's, though its number is somebody's by now.
    utimesSync(join(folder.path, kept[1] as string), new Date(), new Date(Date.now() - 2 * 3_600_000));
    expect(await removeLeftovers(folder.path)).toEqual([kept[1]]);
  });

  test('leaves what this process is writing just now', async () => {
    const slow = async function* () {
      yield Buffer.from('half ');
      expect(await removeLeftovers(folder.path)).toEqual([]);
      yield Buffer.from('whole');
    };
    await writeAtomically(path, slow());
    expect(readFileSync(path, 'utf8')).toBe('half whole');
  });

  test('of several that clean up at once, none fails because another was quicker', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const names = Array.from({ length: 50 }, (_, i) => `.log.jsonl.partial-${dead}-${i}`);
    for (const name of names) writeFileSync(join(folder.path, name), '');
    const removed = await Promise.all([1, 2, 3, 4].map(() => removeLeftovers(folder.path)));
    expect(removed.flat().sort()).toEqual(names.sort());
  });

  test('names a folder that is not there', async () => {
    await expect(removeLeftovers(join(folder.path, 'none'))).rejects.toThrow('there is no such file or folder');
  });
});
