import { Command } from 'commander';
import { differences } from '../../runs/verify';
import { openRun } from '../../runs/library/run-folder';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Trains saved runs again. Exit code 1: one does not come to its own numbers.')
    .argument('<files...>', 'run documents')
    .action(verify);
}

async function verify(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const document = await openRun(file);
    const found = differences(document);
    const { steps, checksum } = document.result;
    if (found.length === 0) {
      process.stdout.write(`${file}: reproduces, ${steps} steps, ${checksum}\n`);
      continue;
    }
    process.exitCode = 1;
    process.stdout.write(`${file}: differs\n`);
    for (const { field, stated, replayed } of found) {
      process.stdout.write(`  ${field}: ${stated} in the file, ${replayed} by replay\n`);
    }
  }
}
