import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from '@jest/globals';
import { runCommand } from '@pix2pix-ts/testing/run-command';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { beginEventFile } from './event-file.ts';
import type { Summary } from './event-messages.ts';

const folder = temporaryFolder();
const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex'));
const scalar = (tag: string, value: number): Summary => ({ kind: 'scalar', tag, value });

type Fields = Record<number, (number | Uint8Array)[]>;

/** The fields of a message by their numbers, read by the library. */
function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields: Fields = {};
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const values = fields[field] ?? [];
    fields[field] = values;
    if (wire === WireType.Varint) values.push(Number(reader.int64()));
    else if (wire === WireType.Bit64) values.push(reader.double());
    else if (wire === WireType.Bit32) values.push(reader.float());
    else values.push(reader.bytes());
  }
  return fields;
}

const at = (fields: Fields, ...path: number[]): number | Uint8Array | undefined => {
  const [field = 0, ...rest] = path;
  const value = fields[field]?.[0];
  return rest.length > 0 ? at(fieldsOf(value as Uint8Array), ...rest) : value;
};
const textAt = (fields: Fields, ...path: number[]) => String(Buffer.from(at(fields, ...path) as Uint8Array));

/** CRC-32C bit by bit, as a division of polynomials, and TFRecord's mask. */
function maskedCheck(bytes: Uint8Array): number {
  let rest = 0xffffffffn;
  for (const byte of bytes) {
    rest ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) rest = rest & 1n ? (rest >> 1n) ^ 0x82f63b78n : rest >> 1n;
  }
  const crc = rest ^ 0xffffffffn;
  return Number((((crc >> 15n) | ((crc << 17n) & 0xffffffffn)) + 0xa282ead8n) & 0xffffffffn);
}

/** The events of each file, in the order of the names; every check is looked at. */
function eventsIn(path: string): Fields[][] {
  const names = readdirSync(path).sort();
  return names.map((name) => {
    const bytes = readFileSync(join(path, name));
    const events: Fields[] = [];
    for (let start = 0; start < bytes.length; ) {
      const length = Number(bytes.readBigUInt64LE(start));
      const data = bytes.subarray(start + 12, start + 12 + length);
      expect(bytes.readUInt32LE(start + 8)).toBe(maskedCheck(bytes.subarray(start, start + 8)));
      expect(bytes.readUInt32LE(start + 12 + length)).toBe(maskedCheck(data));
      events.push(fieldsOf(data));
      start += 16 + length;
    }
    return events;
  });
}

test('an event file holds its version, and then scalars, images and text, framed and checked as TFRecord', async () => {
  const file = await beginEventFile(folder.path);
  await file.write(3, [scalar('loss/l1', 0.5), scalar('loss/Größe', 1e-7)]);
  await file.write(300, [{ kind: 'image', tag: 'samples', png, width: 640, height: 20 }]);
  await file.write(0, [{ kind: 'text', tag: 'config/text_summary', markdown: '| a |' }]);
  const [events = []] = eventsIn(folder.path);
  expect(events.map((event) => event[2]?.[0])).toEqual([0, 3, 300, 0]);
  for (const event of events) expect(Math.abs((at(event, 1) as number) - Date.now() / 1000)).toBeLessThan(60);
  const [version, scalars, image, text] = events as [Fields, Fields, Fields, Fields];
  expect(textAt(version, 3)).toBe('brain.Event:2');
  const values = (fieldsOf(at(scalars, 5) as Uint8Array)[1] as Uint8Array[]).map(fieldsOf);
  expect(values.map((value) => [textAt(value, 1), at(value, 2)])).toEqual([
    ['loss/l1', 0.5],
    ['loss/Größe', Math.fround(1e-7)],
  ]);
  expect(textAt(image, 5, 1, 1)).toBe('samples');
  expect([1, 2, 3].map((field) => at(image, 5, 1, 4, field))).toEqual([20, 640, 3]);
  expect(Buffer.from(at(image, 5, 1, 4, 4) as Uint8Array).equals(png)).toBe(true);
  expect([textAt(text, 5, 1, 1), textAt(text, 5, 1, 8, 8), textAt(text, 5, 1, 9, 1, 1)]).toEqual([
    'config/text_summary',
    '| a |',
    'text',
  ]);
  expect([at(text, 5, 1, 8, 1), at(text, 5, 1, 8, 2, 2, 1)]).toEqual([7, 1]); // DT_STRING of shape [1]
});

test('a resumed run begins a file whose name comes after those before, and purges what comes again', async () => {
  writeFileSync(join(folder.path, 'events.out.tfevents.4000000000.elsewhere'), '');
  await beginEventFile(folder.path, 40);
  expect(readdirSync(folder.path).sort()[1]).toBe('events.out.tfevents.4000000001.pix2pix');
  const [, events = []] = eventsIn(folder.path);
  expect(events.map((event) => [event[2]?.[0], event[7] && at(event, 7, 1)])).toEqual([
    [0, undefined],
    [41, 1],
  ]);
});

// PIX2PIX_TENSORBOARD=python names a Python that has TensorBoard.
const python = process.env.PIX2PIX_TENSORBOARD;
/** Says in one line why nothing is tested here. */
const unavailable = (name: string) => test.todo(`${name}: PIX2PIX_TENSORBOARD names no Python that has it`);

(python ? test : unavailable)(
  'TensorBoard itself reads scalars, images and text, and forgets what a resumed run does again',
  async () => {
    const first = await beginEventFile(folder.path);
    await first.write(0, [{ kind: 'text', tag: 'config/text_summary', markdown: '| option |' }]);
    for (const step of [10, 20, 30]) await first.write(step, [scalar('loss/l1', step), scalar('images/s', 4)]);
    await first.write(30, [{ kind: 'image', tag: 'samples', png, width: 640, height: 20 }]);
    const second = await beginEventFile(folder.path, 20);
    await second.write(30, [scalar('loss/l1', 0.25)]);
    await second.write(40, [{ kind: 'image', tag: 'samples', png, width: 320, height: 10 }]);
    const script = join(import.meta.dirname, '../../../../tools/reference/read_event_files.py');
    const { exitCode, stdout, stderr } = await runCommand(python as string, [script, folder.path]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
    const hex = Buffer.from(png).toString('hex');
    expect(JSON.parse(stdout)).toEqual({
      scalars: {
        'loss/l1': [
          [10, 10],
          [20, 20],
          [30, 0.25],
        ],
        'images/s': [
          [10, 4],
          [20, 4],
        ],
      },
      images: { samples: [[40, 320, 10, hex]] },
      texts: { 'config/text_summary': [[0, ['| option |']]] },
      plugins: { 'config/text_summary': 'text' },
    });
  },
);
