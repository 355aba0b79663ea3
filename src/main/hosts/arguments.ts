import { type Command, CommanderError } from 'commander';
import { type ErrorCode, labError, LabError } from '../../contract/errors';

/** What the person who typed the command can mend. */
const WRONG_INPUT: readonly ErrorCode[] = ['invalid-value', 'invalid-file', 'no-loss', 'not-kept'];

/** A wrong argument on a command line: `where` names the option. */
export function badArgument(option: string, received: string, accepted: string): LabError {
  const short = received.length > 60 ? `${received.slice(0, 59)}…` : received;
  const message = `${option} is ${JSON.stringify(short)}; accepted: ${accepted}.`;
  return labError('invalid-value', message, option, { received, accepted });
}

/**
 * Parses and runs a command line. One sentence on stderr says what is wrong with it.
 * @returns the exit code: 0 done or help shown, 2 bad argument or file, 1 a fault of the program, or what `run` set
 */
export async function runCommandLine(program: Command, argv: readonly string[]): Promise<number> {
  for (const command of everyCommand(program)) {
    command
      .exitOverride()
      .showSuggestionAfterError(true)
      .configureOutput({ writeErr: () => {} });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const message = error.code === 'commander.help' ? usage(program) : sentence(error.message);
      process.stderr.write(`${message}\n`);
      return 2;
    }
    process.stderr.write(`${error instanceof LabError ? error.message : String(error)}\n`);
    const wrong = error instanceof LabError && WRONG_INPUT.includes(error.data.code);
    return wrong ? 2 : 1;
  }
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap((one) => everyCommand(one))];
}

function usage(program: Command): string {
  const names = program.commands.map((command) => command.name());
  return `Say what to do: ${names.join(', ')} (--help explains).`;
}

/** Commander's "error: unknown option '--lrr'\n(Did you mean --lr?)" as one line. */
function sentence(message: string): string {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const start = first.charAt(0).toUpperCase() + first.slice(1);
  const end = hint === '' ? ' (--help lists what is accepted)' : ` ${hint}`;
  return `${start}${end}`;
}
