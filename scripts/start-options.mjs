import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';

/**
 * @typedef {object} StartOptions
 * @property {boolean} browser open in the browser, not in a window
 * @property {number} port of the browser host; 0 takes any free one
 * @property {string | undefined} data absolute path of the data folder
 * @property {boolean} open whether the browser host opens the machine's browser
 */

/** A command line that cannot be understood; the message is the one sentence to print. */
export class OptionError extends Error {}

const accepted = '--browser, --port N, --data DIR, --no-open and --help';
const portRange = 'a whole number from 0 to 65535, where 0 takes any free port';
const neededValue = { '--port': portRange, '--data': 'the path of a folder' };

/** @param {string} text */
function port(text) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65535) return value;
  throw new InvalidArgumentError(`Option --port is '${text}'; accepted is ${portRange}.`);
}

/** @param {string} text */
function folder(text) {
  // Commander takes the next option for the value of one that has none.
  if (text.trim() !== '' && !text.startsWith('--')) return resolve(text);
  throw new InvalidArgumentError(
    `Option --data is '${text}'; accepted is ${neededValue['--data']}.`,
  );
}

/**
 * @param {CommanderError} error
 * @param {readonly string[]} args
 */
function sentence({ code, message }, args) {
  const [, name = ''] = /'(-[^' ]*)/.exec(message) ?? [];
  switch (code) {
    case 'commander.unknownOption': {
      const [, nearest] = /Did you mean (.*)\?\)/.exec(message) ?? [];
      const hint = nearest === undefined ? `accepted are ${accepted}` : `did you mean ${nearest}`;
      return `Option ${name} is unknown; ${hint}${nearest === undefined ? '.' : '?'}`;
    }
    case 'commander.optionMissingArgument':
      return `Option ${name} has no value; accepted is ${Object(neededValue)[name]}.`;
    case 'commander.excessArguments':
      return `'${args[0]}' is not an option; accepted are ${accepted}.`;
    default:
      // Ours come after what commander writes before them.
      return message.replace(/^error: .* is invalid\. /, '');
  }
}

/**
 * What `npm start --` was asked for. Ends the process where it was asked for help.
 *
 * @param {readonly string[]} argv
 * @returns {StartOptions}
 * @throws {OptionError}
 */
export function startOptions(argv) {
  const command = new Command('npm start --')
    .description('Opens Chainrule in a window of its own, or in the browser where that cannot be.')
    .option('--browser', 'open in the browser')
    .option('--port <N>', 'port of the browser host (0: any free one)', port, 0)
    .option('--data <DIR>', 'folder that keeps the runs', folder)
    .option('--no-open', 'print the address, and open no browser')
    .configureOutput({ writeErr: () => {} })
    .exitOverride((error) => {
      if (error.exitCode === 0) process.exit(0);
      throw error;
    });
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new OptionError(sentence(error, command.args));
  }
  const { browser = false, port: number, data, open } = command.opts();
  return { browser, port: number, data, open };
}
