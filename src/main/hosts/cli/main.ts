import { Command } from 'commander';
import { version } from '../../../../package.json';
import { runCommandLine } from '../arguments';
import { trainCommand } from './train';

const program = new Command('chainrule')
  .description('Chainrule without a window, for scripts and batch work.')
  .version(version)
  .addCommand(trainCommand());

process.exitCode = await runCommandLine(program, process.argv.slice(2));
