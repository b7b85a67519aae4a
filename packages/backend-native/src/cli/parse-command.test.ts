import { expect, test } from '@jest/globals';
import { UsageError } from '@pix2pix-ts/common/node';
import { parseCommand } from './parse-command.ts';

test('the flags of every command are understood', () => {
  expect(parseCommand(['install'])).toEqual({
    name: 'install',
    gpu: false,
    tensorflow: undefined,
    wheel: undefined,
    verbose: false,
  });
  expect(parseCommand(['install', '--gpu', '--tensorflow', '2.20.0', '--verbose'])).toMatchObject({
    gpu: true,
    tensorflow: '2.20.0',
    verbose: true,
  });
  expect(parseCommand(['status', '--json'])).toEqual({ name: 'status', json: true });
  expect(parseCommand(['uninstall', '--tensorflow=2.20.0'])).toEqual({ name: 'uninstall', version: '2.20.0' });
  expect(parseCommand([])).toEqual({ name: 'help' });
  expect(parseCommand(['install', '--help'])).toEqual({ name: 'help' });
});

test.each([
  [['instal'], 'Expected install, status, uninstall, check, got instal.'],
  [['install', '--cuda'], "Unknown option '--cuda'"],
  [['install', '--wheel'], "Option '--wheel <value>' argument missing"],
  [['install', 'x.whl'], "Unexpected argument 'x.whl'"],
  [['install', '--wheel', 'x.whl', '--tensorflow', '2.20.0'], 'Expected --tensorflow or --wheel, got both.'],
])('%j is refused in one line', (args, expected) => {
  expect(() => parseCommand(args)).toThrow(UsageError);
  expect(() => parseCommand(args)).toThrow(expected);
});
