import type { RunOrder, RunQuery } from '../../../contract/library';
import type { Searchable, StoredSummary } from './summary';

/** What the search finds, in the order asked for: one page of it, and how many there are. */
export function searched(
  runs: readonly Searchable[],
  { search, order, descending, first, count }: RunQuery,
): { readonly rows: readonly Searchable[]; readonly total: number } {
  const words = search.toLowerCase().split(/\s+/u);
  const found = runs.filter(({ text }) => words.every((word) => text.includes(word)));
  const sign = descending ? -1 : 1;
  const compare = comparisons[order];
  const sorted = found.toSorted(
    (a, b) => sign * (compare(a.summary, b.summary) || byText(a.summary.id, b.summary.id)),
  );
  return { rows: sorted.slice(first, first + count), total: found.length };
}

type Compare = (a: StoredSummary, b: StoredSummary) => number;
const collator = new Intl.Collator('en', { numeric: true });
const nameOf = ({ name, recipeName }: StoredSummary) => (name === '' ? recipeName : name);
const byText = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : 1);
const equal = (a: unknown, b: unknown) => Object.is(a, b);

const comparisons: Readonly<Record<RunOrder, Compare>> = {
  modified: (a, b) => (equal(a.modified, b.modified) ? 0 : byText(a.modified, b.modified)),
  created: (a, b) => (equal(a.created, b.created) ? 0 : byText(a.created, b.created)),
  name: (a, b) => collator.compare(nameOf(a), nameOf(b)),
  // No loss counts as more than any.
  loss: (a, b) => (a.loss === b.loss ? 0 : (a.loss ?? Infinity) < (b.loss ?? Infinity) ? -1 : 1),
  steps: (a, b) => a.steps - b.steps,
};
