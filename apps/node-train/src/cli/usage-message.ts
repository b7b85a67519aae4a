import type { CommanderError } from '@commander-js/extra-typings';

/** What commander found wrong with the command line, in our words: one line, with the nearest flag or command. */
export function usageMessage({ code, message }: CommanderError, commandName: string): string {
  const subject = /'([^']*)'/.exec(message)?.[1] ?? '';
  const meant = /\(Did you mean (.*)\?\)/.exec(message)?.[1];
  const help = meant === undefined ? `See ${commandName} --help.` : `Did you mean ${meant}?`;
  switch (code) {
    case 'commander.unknownOption':
      return `Expected a flag of ${commandName}, got ${subject}. ${help}`;
    case 'commander.unknownCommand':
      return `Expected a command, got ${subject}. ${help}`;
    case 'commander.missingMandatoryOptionValue':
      return `Expected ${subject}, got none. Add it. ${help}`;
    case 'commander.optionMissingArgument':
      return `Expected a value in ${subject}, got none. ${help}`;
    case 'commander.missingArgument':
      return `Expected <${subject}>, got none. ${help}`;
    case 'commander.excessArguments': {
      const [, most = '0', got = ''] = /Expected (\d+) arguments? but got (\d+)/.exec(message) ?? [];
      return `Expected ${most === '0' ? 'only flags' : `${most} arguments`} after ${commandName}, got ${got} ${got === '1' ? 'argument' : 'arguments'}. ${help}`;
    }
    default:
      return `${message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')} ${help}`;
  }
}
