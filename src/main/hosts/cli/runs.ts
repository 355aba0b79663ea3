import { Command } from 'commander';
import { MAX_RUN_PAGE, runOrders, type RunSummary } from '../../../contract/library';
import { documentText } from '../../runs/document';
import type { RunLibrary } from '../../runs/library/run-library';
import { badArgument } from '../arguments';
import { checkWritable, type DataOption, withLibrary } from './library';

interface ListOptions extends DataOption {
  readonly search: string;
  readonly sort: string;
  readonly json?: boolean;
}

export function runsCommand(): Command {
  return new Command('runs')
    .description('The runs that are kept in the data folder.')
    .addCommand(
      new Command('list')
        .description('One run a line: id, date, steps, how it ended, loss, name.')
        .option(
          '--search <words>',
          'only runs whose name, tags, notes or recipe have all of these',
          '',
        )
        .option('--sort <order>', runOrders.join(', '), 'modified')
        .option('--json', 'as one JSON list')
        .option('--data <folder>', 'the data folder')
        .action(list),
    )
    .addCommand(
      new Command('show')
        .description('Prints the run document.')
        .argument('<id>', 'a run’s id, or the beginning of one')
        .option('--data <folder>', 'the data folder')
        .action(show),
    )
    .addCommand(
      new Command('delete')
        .description('Deletes runs.')
        .argument('<ids...>', 'the ids of runs')
        .option('--data <folder>', 'the data folder')
        .action(remove),
    );
}

async function list({ search, sort, json = false, ...options }: ListOptions): Promise<void> {
  const order = runOrders.find((one) => one === sort);
  if (!order) throw badArgument('--sort', sort, runOrders.join(', '));
  await withLibrary(options, async (library) => {
    const descending = order === 'modified' || order === 'created';
    const rows: RunSummary[] = [];
    for (;;) {
      const query = { search, order, descending, first: rows.length, count: MAX_RUN_PAGE };
      const page = await library.page(query);
      rows.push(...page.rows);
      if (page.rows.length < MAX_RUN_PAGE) {
        for (const { message } of page.damaged) process.stderr.write(`${message}\n`);
        break;
      }
    }
    if (json) process.stdout.write(`${JSON.stringify(rows)}\n`);
    else for (const row of rows) process.stdout.write(`${line(row)}\n`);
  });
}

function line({ id, modified, steps, stop, loss, name, recipeName }: RunSummary): string {
  const called = name === '' ? recipeName : name;
  return [id, modified ?? '', steps, stop, loss ?? '', called].join('\t');
}

async function show(beginning: string, options: DataOption): Promise<void> {
  await withLibrary(options, async (library) => {
    const id = await found(library, beginning);
    process.stdout.write(documentText(await library.read(id)));
  });
}

async function remove(beginnings: readonly string[], options: DataOption): Promise<void> {
  await withLibrary(options, async (library) => {
    // All or none: a wrong id deletes nothing.
    const ids: string[] = [];
    for (const beginning of beginnings) ids.push(await found(library, beginning));
    checkWritable(library.storage);
    for (const id of ids) {
      await library.remove(id);
      process.stdout.write(`${id}: deleted\n`);
    }
  });
}

/** The one run whose id begins so. @throws LabError invalid-value when there is none, or there are several */
export async function found(library: RunLibrary, beginning: string): Promise<string> {
  const ids = (await library.ids()).filter((id) => id.startsWith(beginning));
  const [id] = ids;
  if (ids.includes(beginning)) return beginning;
  if (id !== undefined && ids.length === 1) return id;
  throw badArgument(
    'id',
    beginning,
    ids.length === 0
      ? 'the id of a kept run (runs list shows them)'
      : 'more of the id: several runs begin so',
  );
}
