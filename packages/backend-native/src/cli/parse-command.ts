import { parseArgs } from 'node:util';
import { UsageError } from '@pix2pix-ts/common/node';
import { COMMAND_NAME } from '../cache/command-name.ts';

/** What the command line asks for. */
export type Command =
  | { name: 'install'; gpu: boolean; tensorflow: string | undefined; wheel: string | undefined; verbose: boolean }
  | { name: 'status'; json: boolean }
  | { name: 'uninstall'; version: string | undefined }
  | { name: 'check' }
  | { name: 'help' };

export const USAGE = `Usage: ${COMMAND_NAME} COMMAND

  install     fetches TensorFlow, builds the tfjs-node addon for it and checks it with a training step
    --gpu                  with CUDA and cuDNN, for an NVIDIA GPU (about 5 GB)
    --tensorflow VERSION   2.21.0 (default) or 2.20.0
    --wheel FILE           a TensorFlow wheel that you already have
    --verbose              shows what pip and TensorFlow say
  status      what is installed, and which one is used    [--json]
  uninstall   removes everything                          [--tensorflow VERSION: only that one]
  check       runs a training step on the one that is used
`;

const COMMANDS = {
  install: {
    gpu: { type: 'boolean', default: false },
    tensorflow: { type: 'string' },
    wheel: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
  status: { json: { type: 'boolean', default: false } },
  uninstall: { tensorflow: { type: 'string' } },
  check: {},
} as const;

/** @throws UsageError */
export function parseCommand(args: readonly string[]): Command {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || args.includes('--help') || args.includes('-h')) return { name: 'help' };
  if (!(name in COMMANDS)) {
    throw new UsageError(`Expected ${Object.keys(COMMANDS).join(', ')}, got ${name}. See ${COMMAND_NAME} --help.`);
  }
  switch (name as keyof typeof COMMANDS) {
    case 'install': {
      const { gpu, tensorflow, wheel, verbose } = valuesOf(rest, COMMANDS.install);
      if (tensorflow !== undefined && wheel !== undefined) {
        throw new UsageError(
          'Expected --tensorflow or --wheel, got both. A wheel has a version of its own: leave out --tensorflow.',
        );
      }
      return { name: 'install', gpu, tensorflow, wheel, verbose };
    }
    case 'status':
      return { name: 'status', json: valuesOf(rest, COMMANDS.status).json };
    case 'uninstall':
      return { name: 'uninstall', version: valuesOf(rest, COMMANDS.uninstall).tensorflow };
    case 'check':
      valuesOf(rest, COMMANDS.check);
      return { name: 'check' };
  }
}

function valuesOf<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(args: string[], options: T) {
  try {
    return parseArgs({ args, options: options as NonNullable<T>, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ', 1)[0]}. See ${COMMAND_NAME} --help.`);
  }
}
