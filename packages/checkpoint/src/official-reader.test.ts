import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** `[name, dtype, shape, base64 of the data]` */
type ReadTensor = [string, string, number[], string];
type Verdict = { kind: 'case' | 'mutant'; name: string; file: string } & (
  | { refused: string }
  | { refused?: never; tensors: ReadTensor[]; metadata: Record<string, string> }
);

const FIXTURES = join(__dirname, '../fixtures');
const verdicts: { reader: string; files: Verdict[] } = JSON.parse(
  readFileSync(join(FIXTURES, 'verdicts.json'), 'utf8'),
);

/** What the official reader takes and this one refuses: `[file, our code]`, and why. There is nothing the other way. */
const KNOWN_DIFFERENCES: { why: string; files: [name: string, code: string][] }[] = [
  {
    why: 'the format: the header begins with {, and is padded with spaces only',
    files: [
      ['padded by a line feed', 'header-end'],
      ['padded by a tab', 'header-end'],
      ['space before the header', 'header-start'],
      ['mutant 212', 'header-start'], // white space inserted in front
    ],
  },
  {
    why: 'the format: duplicate keys are disallowed; the official reader keeps the last tensor and the last text',
    files: [
      ['name twice', 'duplicate-key'],
      ['name twice, once escaped', 'duplicate-key'],
      ['metadata key twice', 'duplicate-key'],
    ],
  },
  {
    why: 'the format: a tensor has dtype, shape and data_offsets; a field beside them could change what the bytes mean',
    files: [
      ['unknown field', 'unknown-field'],
      ['unknown field twice', 'unknown-field'],
      ['unknown field, nested', 'unknown-field'],
    ],
  },
  {
    why: 'forms that the official reader’s JSON library takes and the format does not have',
    files: [
      ['metadata null', 'metadata'],
      ['entry a list', 'entry'],
      ['dtype a map', 'dtype'],
    ],
  },
  {
    why: 'JavaScript’s numbers are exact up to 2^53 - 1; such shapes belong to tensors without any values',
    files: [
      ['shape 2^53 + 1 and 0', 'overflow'],
      ['shape 2^64 - 1 and 0', 'overflow'],
      ['shape 2^30 x 2^30 x 0', 'overflow'],
    ],
  },
  { why: 'numpy and PyTorch cannot make a tensor of it either', files: [['shape of 65 dimensions', 'rank']] },
];

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64');
}

/** What this reader makes of a file, in the fixture's form, or the code of its refusal. */
function ours(file: string): { tensors: ReadTensor[]; metadata: Record<string, string> } | string {
  try {
    const { tensors, metadata } = parseSafetensors(Buffer.from(file, 'base64'));
    const read = [...tensors].map(
      ([name, { dtype, shape, data }]): ReadTensor => [name, dtype, [...shape], base64(data)],
    );
    return { tensors: read, metadata: { ...metadata } };
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    return error.code;
  }
}

const byName = ([a]: ReadTensor, [b]: ReadTensor) => (a < b ? -1 : 1);

describe(`the verdicts of ${verdicts.reader}`, () => {
  test('over 400 files, 300 of them broken at random, cover both verdicts', () => {
    const refused = verdicts.files.filter(({ refused }) => refused !== undefined).length;
    expect(verdicts.files.filter(({ kind }) => kind === 'mutant')).toHaveLength(300);
    expect(verdicts.files.length).toBeGreaterThan(400);
    expect(refused).toBeGreaterThan(300);
    expect(verdicts.files.length - refused).toBeGreaterThan(80);
  });

  test('are ours, except for the known differences, in each of which we are stricter', () => {
    const differences = verdicts.files.flatMap(({ name, file, refused }) => {
      const result = ours(file);
      return (typeof result === 'string') === (refused !== undefined) ? [] : [[name, result]];
    });
    expect(differences.sort()).toEqual(KNOWN_DIFFERENCES.flatMap(({ files }) => files).sort());
  });

  test('and where both read, names, dtypes, shapes, bytes and metadata are the same', () => {
    for (const verdict of verdicts.files) {
      const result = ours(verdict.file);
      if (typeof result === 'string' || verdict.refused !== undefined) continue;
      expect([verdict.name, result.tensors.sort(byName)]).toEqual([verdict.name, verdict.tensors.sort(byName)]);
      expect([verdict.name, result.metadata]).toEqual([verdict.name, verdict.metadata]);
    }
  });
});

describe('a file of the official writer', () => {
  test('comes out of our writer byte for byte', async () => {
    const official = readFileSync(join(FIXTURES, 'official.safetensors'));
    const { tensors, metadata } = parseSafetensors(official);
    const entries = [...tensors]
      .reverse()
      .map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data }));
    expect(base64(await encodeSafetensorsToBytes(entries, metadata))).toBe(base64(official));
  });
});
