import { Readable } from 'node:stream';
import { labError } from '../contract/errors';
import type { LabApi } from '../contract/lab-api';
import type { LibraryState, RunSummary } from '../contract/library';
import { recipeName } from '../contract/recipe-name';
import type { Recipe } from '../contract/recipe';
import { type Comparable, comparison, comparisonCsv } from './runs/compare';
import type { ExportJobs } from './runs/export-jobs';
import { labelsOf } from './runs/document';
import type { RunKeeper } from './runs/keeper';
import { searchable } from './runs/library/summary';
import type { RunLibrary } from './runs/library/run-library';
import { readRecipeCode, recipeCode } from './runs/recipe-code';
import { readRun } from './runs/read-run';
import { mediaTypes } from './runs/writers/media-types';
import { Uploads } from './runs/uploads';
import { differencesFrom } from './runs/verify';
import type { Settings } from './settings';
import type { Session } from './training/session';

type LibraryMethod =
  | 'listRuns'
  | 'runLabels'
  | 'labelRun'
  | 'duplicateRun'
  | 'deleteRun'
  | 'restoreRun'
  | 'openRun'
  | 'cancelOpen'
  | 'compareRuns'
  | 'exportComparison'
  | 'importRun'
  | 'recipeCode'
  | 'openRecipeCode'
  | 'dismissInterrupted'
  | 'setGuest';

export interface LibraryApiDependencies {
  readonly session: Session;
  readonly library: RunLibrary;
  readonly keeper: RunKeeper;
  readonly exports: ExportJobs;
  /** Of the data folder; null: there is none. */
  readonly settings: Settings | null;
  /** Says what the library's state is now. */
  readonly changed: () => void;
  /** Calls that change the run wait for each other. */
  readonly inTurn: (work: () => Promise<void>) => Promise<null>;
  /** Leaves the present run and begins another. */
  readonly begin: (recipe: Recipe) => Promise<void>;
}

/** What a window can ask of the runs that are kept. */
export function libraryApi({
  session,
  library,
  keeper,
  exports,
  settings,
  changed,
  inTurn,
  begin,
}: LibraryApiDependencies): Pick<LabApi, LibraryMethod> {
  const uploads = new Uploads();

  const compared = (ids: readonly string[]): Promise<readonly Comparable[]> =>
    Promise.all(
      ids.map(async (id) => {
        const document = await library.read(id);
        const summary: RunSummary = { ...searchable(id, document).summary, stored: true };
        return { summary, document };
      }),
    );

  const open = async (id: string): Promise<void> => {
    const document = await library.read(id);
    await keeper.settle();
    const { recipe, interventions, result } = document;
    keeper.expect({ id, labels: labelsOf(document), steps: result.steps });
    try {
      await session.open({ recipe, interventions }, result.steps, result.stop === 'diverged');
    } catch (error) {
      // Another run begins in its place, which is not this one.
      keeper.expect(null);
      throw error;
    }
    const { reached, outcome } = await session.record();
    const differences = differencesFrom(document, reached, outcome);
    // What does not reproduce stays as it is: from here on this is another run.
    if (differences.length > 0) keeper.differs(differences);
  };

  return {
    listRuns: (query) => library.page(query),
    runLabels: async ({ run }) => {
      const { name, notes, tags } = await library.read(run);
      return { name, notes, tags };
    },
    labelRun: async ({ run, ...labels }) => {
      await library.label(run, labels);
      if (keeper.kept?.id === run) keeper.label(labels);
      return null;
    },
    duplicateRun: async ({ run }) => {
      const called = ({ name, recipe }: { name: string; recipe: Recipe }) =>
        `${name === '' ? recipeName(recipe) : name} (copy)`.slice(-200);
      return { run: await library.duplicate(run, called) };
    },
    deleteRun: async ({ run }) => {
      await library.remove(run);
      keeper.forget(run);
      return null;
    },
    restoreRun: async ({ run }) => {
      await library.restore(run);
      return null;
    },
    openRun: ({ run }) => inTurn(() => open(run)),
    cancelOpen: async () => {
      await session.cancelOpening();
      return null;
    },
    compareRuns: async ({ runs }) => comparison(await compared(runs)),
    exportComparison: async ({ runs }) => {
      const table = comparisonCsv(comparison(await compared(runs)));
      return exports.send({
        name: 'chainrule-comparison.csv',
        type: mediaTypes.csv,
        pieces: () => Readable.from([Buffer.from(table)]),
      });
    },
    importRun: async ({ upload, name, data, last }) => {
      const bytes = uploads.add(upload, name, data, last);
      if (!bytes) return null;
      const document = readRun(name, bytes);
      return library.add(document);
    },
    recipeCode: () => Promise.resolve({ code: recipeCode(session.controls) }),
    openRecipeCode: async ({ code }) => {
      const recipe = readRecipeCode(code);
      return inTurn(() => begin(recipe));
    },
    dismissInterrupted: () => {
      keeper.dismissInterrupted();
      return Promise.resolve(null);
    },
    setGuest: async ({ guest }) => {
      if (!settings) throw labError('wrong-state', 'This lab has no data folder.', 'guest');
      await settings.setGuest(guest);
      changed();
      return null;
    },
  };
}

export function libraryState(
  { storage }: RunLibrary,
  { kept, interrupted, differences }: RunKeeper,
  settings: Settings | null,
  revision: number,
): LibraryState {
  const guestNext = settings?.guest ?? null;
  return { storage, kept, interrupted, differences, revision, guestNext };
}
