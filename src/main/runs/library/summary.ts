import type { RunSummary } from '../../../contract/library';
import { recipeName } from '../../../contract/recipe-name';
import type { RunDocument } from '../../../contract/run-document';

const POINTS = 32;
/** Characters of the notes that a list shows. */
const NOTE = 120;

/** A kept run as lists and searches need it, without its history. */
export type StoredSummary = Omit<RunSummary, 'stored'>;

/** A run with what a search looks through. */
export interface Searchable {
  readonly summary: StoredSummary;
  /** In small letters. */
  readonly text: string;
}

export function searchable(id: string, document: RunDocument): Searchable {
  const summary = summaryOf(id, document);
  const { name, recipeName: recipe, tags } = summary;
  return { summary, text: [name, recipe, ...tags, document.notes].join('\n').toLowerCase() };
}

function summaryOf(id: string, document: RunDocument): StoredSummary {
  const { name, notes, tags, created, modified, recipe, result, history } = document;
  return {
    ...{ id, name, tags, created, modified },
    note: notes.length > NOTE ? `${notes.slice(0, NOTE - 1)}…` : notes,
    recipeName: recipeName(recipe),
    steps: result.steps,
    stop: result.stop,
    loss: result.loss,
    curve: heights(history.loss.max),
  };
}

/** A curve as heights from 0 to 100: of the logarithms where all are positive, and flat where all are equal. */
function heights(values: readonly number[]): number[] {
  const points = Math.min(POINTS, values.length);
  // The largest of each stretch: examples that take turns would otherwise make a saw of chance.
  const picked = Array.from({ length: points }, (_, i) =>
    Math.max(
      ...values.slice(
        Math.floor((i * values.length) / points),
        Math.floor(((i + 1) * values.length) / points),
      ),
    ),
  );
  const scaled = picked.every((value) => value > 0) ? picked.map(Math.log10) : picked;
  const [least, most] = [Math.min(...scaled), Math.max(...scaled)];
  const span = most - least;
  return scaled.map((value) =>
    // Halved first: the span of two large numbers may not be finite.
    span > 0 ? Math.round((100 * (value / 2 - least / 2)) / (most / 2 - least / 2)) : 50,
  );
}
