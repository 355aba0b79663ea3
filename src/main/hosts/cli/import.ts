import { Command } from 'commander';
import type { RunDocument } from '../../../contract/run-document';
import { openRun } from '../../runs/library/run-folder';
import { checkWritable, type DataOption, withLibrary } from './library';

export function importCommand(): Command {
  return new Command('import')
    .description(
      'Takes run documents into the data folder; one that is there already stays as it is.',
    )
    .argument('<files...>', 'run documents')
    .option('--data <folder>', 'the data folder')
    .action(importRuns);
}

async function importRuns(files: readonly string[], options: DataOption): Promise<void> {
  // All are read first: a wrong one changes nothing.
  const documents: { readonly file: string; readonly document: RunDocument }[] = [];
  for (const file of files) documents.push({ file, document: await openRun(file) });
  await withLibrary(options, async (library) => {
    checkWritable(library.storage);
    for (const { file, document } of documents) {
      const { id, known } = await library.add(document);
      checkWritable(library.storage);
      process.stdout.write(`${file}: ${known ? 'was there already as' : 'imported as'} ${id}\n`);
    }
  });
}
