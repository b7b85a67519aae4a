import { expect, test } from '@jest/globals';
import { reasonIn, tagsOf } from './pip.ts';

// As pip 23 writes it.
const NONE = `ERROR: Could not find a version that satisfies the requirement tensorflow-cpu==2.21.0 (from versions: none)
ERROR: No matching distribution found for tensorflow-cpu==2.21.0
`;
const retrying = (reason: string) =>
  `WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7efe8b8d4bd0>: Failed to establish a new connection: ${reason}')': /simple/tensorflow-cpu/\n`;

test('without a network the reason is that, and not that there is no such version', () => {
  expect(reasonIn(retrying('[Errno 111] Connection refused') + NONE)).toBe(
    'no connection to the package index (Connection refused)',
  );
  expect(reasonIn(retrying('[Errno -2] Name or service not known') + NONE)).toBe(
    'no connection to the package index (Name or service not known)',
  );
});

test("otherwise the reason is pip's last line", () => {
  expect(reasonIn(NONE)).toBe('No matching distribution found for tensorflow-cpu==2.21.0');
  expect(reasonIn('ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n')).toBe(
    'Could not install packages due to an OSError: [Errno 28] No space left on device',
  );
  expect(
    reasonIn(
      'ERROR: Exception:\nTraceback (most recent call last):\n  File "x", line 1\nOSError: [Errno 5] I/O error\n',
    ),
  ).toBe('[Errno 5] I/O error');
  expect(reasonIn('')).toBe('pip gave no reason');
});

test("a wheel's name ends with its tags", () => {
  expect(tagsOf('tensorflow_cpu-2.20.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl')).toEqual({
    python: 'cp311',
    abi: 'cp311',
    platforms: ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'],
  });
});
