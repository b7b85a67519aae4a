import { describe, expect, test } from '@jest/globals';
import { torchFormat } from '../pytorch/torch-values.ts';
import { PickleDict, type PickleList, PickleTuple } from './pickle-values.ts';
import { unpickle } from './unpickle.ts';

const bytesOf = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

const text = (word: string) => `X${String.fromCharCode(word.length)}\0\0\0${word}`;

const format = torchFormat((_key, kind, count) => ({ kind, count, bytes: () => new Uint8Array(count * kind.bytes) }));
const read = (...parts: (string | number[])[]) => unpickle(bytesOf(...parts), format).value;

describe('names that a file may not use are refused before anything could be called', () => {
  // Of the kinds that picklescan and fickling look for.
  const names = [
    ['os', 'system'],
    ['posix', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'exec'],
    ['__builtin__', 'getattr'],
    ['subprocess', 'Popen'],
    ['runpy', '_run_code'],
    ['pty', 'spawn'],
    ['socket', 'create_connection'],
    ['webbrowser', 'open'],
    ['torch.hub', 'load'],
    ['torch.storage', '_load_from_bytes'],
    ['numpy.core.multiarray', '_reconstruct'],
    ['collections', 'OrderedDict.__reduce__'],
    ['torch', '_utils._rebuild_tensor_v2.__globals__'],
  ] as const;

  test.each(names)('%s.%s', (module, name) => {
    const refused = new RegExp(
      `got "${module}.${name}".*Nothing of it was run`.replaceAll('.', '\\.').replace('\\.*', '.*'),
    );
    expect(() => read('\x80\x02c', `${module}\n${name}\n`, text('rm -r'), '\x85R.')).toThrow(refused);
    expect(() => read('\x80\x04', text(module), text(name), '\x93)R.')).toThrow(refused);
    expect(() => read('\x80\x04', text(module), text(name), '\x93)\x81.')).toThrow(refused);
    expect(() => read(`(${text('rm -r')}i${module}\n${name}\n.`)).toThrow(refused);
    expect(() => read('\x80\x02}', text('key'), 'c', `${module}\n${name}\n`, 's.')).toThrow(refused);
  });
});

test('a name that is allowed gives nothing but what it is for', () => {
  expect(read('\x80\x02ccollections\nOrderedDict\n)R.')).toBeInstanceOf(PickleDict);
  expect(() => read('\x80\x02ccollections\nOrderedDict\n', text('x'), '\x85R.')).toThrow(/strange use/);
  expect(() => read('\x80\x02ctorch\nFloatStorage\n)R.')).toThrow(/strange use/);
  expect(() => read('\x80\x02ctorch\nFloatStorage\n}b.')).toThrow(/an object with attributes/);
  expect(() => read('\x80\x02', text('os.system'), ')R.')).toThrow(/valid pickle/);
});

test('plain values and containers are what Python makes of them', () => {
  // pickletools.dis of pickle.dumps(([1, -2, 3.5, 'é'], (True, None), 2**40, b'ab'), protocol=2 and 4)
  const value = read(
    '\x80\x02]q\0(K\x01J\xfe\xff\xff\xffG\x40\x0c\0\0\0\0\0\0X\x02\0\0\0\xc3\xa9e\x88N\x86\x8a\x06\0\0\0\0\0\x01C\x02ab(h\0t.',
  );
  expect(value).toBeInstanceOf(PickleTuple);
  const [list] = (value as PickleTuple<unknown>).items;
  expect((list as PickleList<unknown>).items).toEqual([1, -2, 3.5, 'é']);
  expect(read('\x80\x02\x8a\x06\0\0\0\0\0\x01.')).toBe(2 ** 40);
  expect(read('\x80\x02\x8a\x01\xff.')).toBe(-1);
  expect(read('\x80\x04\x95\0\0\0\0\0\0\0\0\x8c\x01a\x94h\0\x86.')).toEqual(new PickleTuple(['a', 'a']));
});

test.each([
  ['no bytes', ''],
  ['no end', '\x80\x02N'],
  ['a text longer than the file', '\x80\x02X\xff\xff\xff\x7fab.'],
  ['a text of 2^63 bytes', '\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7fab.'],
  ['an integer of 2 GB', '\x80\x02\x8b\xff\xff\xff\x7f.'],
  ['a mark that is missing', '\x80\x02t.'],
  ['an empty stack', '\x80\x02.'],
  ['a memo that is missing', '\x80\x02h\x05.'],
  ['values of a dict that are no pairs', '\x80\x02}(Nu.'],
  ['an extension', '\x80\x02\x82\x01.'],
  ['text opcodes of protocol 0', 'I1\n.'],
  ['protocol 9', '\x80\x09N.'],
])('%s is refused in a line', (_what, pickle) => {
  expect(() => read(pickle)).toThrow(/^Expected .*\.$/);
});

test('a tensor may not reach beyond its storage, nor repeat it', () => {
  const tensor = (offset: number, shape: string, strides: string) =>
    read(
      '\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((',
      text('storage'),
      'ctorch\nFloatStorage\n',
      text('0'),
      text('cpu'),
      `K\x06tQK${String.fromCharCode(offset)}${shape}${strides}\x89ccollections\nOrderedDict\n)RtR.`,
    );
  expect(tensor(0, 'K\x02K\x03\x86', 'K\x03K\x01\x86')).toMatchObject({ shape: [2, 3] });
  expect(() => tensor(1, 'K\x02K\x03\x86', 'K\x03K\x01\x86')).toThrow(/inside their storages/);
  expect(() => tensor(0, 'K\x07\x85', 'K\0\x85')).toThrow(/inside their storages/);
  expect(() => tensor(0, 'J\xff\xff\xff\x7f\x85', 'K\0\x85')).toThrow(/inside their storages/);
  expect(() => tensor(0, 'J\xff\xff\xff\xff\x85', 'K\x01\x85')).toThrow(/broken one/);
});
