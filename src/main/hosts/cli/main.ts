import { Command } from 'commander';
import { version } from '../../../../package.json';
import { runCommandLine } from '../arguments';
import { checkCommand } from './check';
import { explainCommand } from './explain';
import { exportCommand } from './export';
import { importCommand } from './import';
import { runsCommand } from './runs';
import { sweepCommand } from './sweep';
import { trainCommand } from './train';
import { verifyCommand } from './verify';

const program = new Command('chainrule')
  .description('Chainrule without a window, for scripts and batch work.')
  .version(version)
  .addCommand(trainCommand())
  .addCommand(sweepCommand())
  .addCommand(explainCommand())
  .addCommand(checkCommand())
  .addCommand(exportCommand())
  .addCommand(verifyCommand())
  .addCommand(runsCommand())
  .addCommand(importCommand());

process.exitCode = await runCommandLine(program, process.argv.slice(2));
