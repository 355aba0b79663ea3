import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { labError } from '../../../contract/errors';
import { MAX_RUN_BYTES, readRun } from '../../runs/read-run';
import { differences } from '../../runs/verify';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Trains saved runs again. Exit code 1: one does not come to its own numbers.')
    .argument('<files...>', 'run documents')
    .action(verify);
}

async function verify(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const document = readRun(file, await bytesOf(file));
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

/** A file's bytes, at most one more than a run document may have. @throws LabError invalid-file */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size <= MAX_RUN_BYTES) return await file.readFile();
      return new Uint8Array(MAX_RUN_BYTES + 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    const accepted = 'a file that can be read';
    throw labError('invalid-file', `${path} cannot be read (${code}).`, 'file', {
      ...{ accepted, received: code, file: path },
    });
  }
}
