import { toBase64 } from '../../contract/base64';
import { updatesPerEpoch } from '../../contract/recipe';
import type { ComparedRun, ComparedSetting, Comparison, RunSummary } from '../../contract/library';
import type { BucketedSeries, RunDocument } from '../../contract/run-document';
import { SHOWN_PARAMETERS } from '../../contract/lab-events';
import { namedParameters } from './result';

/** A run with what a list says of it. */
export interface Comparable {
  readonly summary: RunSummary;
  readonly document: RunDocument;
}

/** Runs beside each other: their curves, results, and the settings that are not the same in all. */
export function comparison(runs: readonly Comparable[]): Comparison {
  return { runs: runs.map(comparedRun), differences: differingSettings(runs) };
}

/** As CSV: a row a run, the settings that differ first. Text cells cannot become formulas. */
export function comparisonCsv({ runs, differences }: Comparison): string {
  const names = [...new Set(runs.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
  const header = [
    'run',
    ...differences.map(({ field }) => field),
    ...['steps', 'stop', 'loss'],
    ...names,
  ];
  const lines = runs.map((run, i) => [
    textCell(run.name === '' ? run.recipeName : run.name),
    ...differences.map(({ values }) => settingCell(values[i] ?? null)),
    String(run.steps),
    run.stop,
    run.loss === null ? '' : String(run.loss),
    ...names.map((name) => {
      const found = run.parameters.find((one) => one.name === name);
      return found ? String(found.value) : '';
    }),
  ]);
  return [header.map(textCell), ...lines, []].map((cells) => cells.join(',')).join('\r\n');
}

/** A text that a spreadsheet takes for a text: what begins like a formula gets an apostrophe, which it shows as none. */
export function textCell(text: string): string {
  const plain = /^[=+\-−@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Numbers stay numbers. */
function settingCell(value: string | null): string {
  if (value === null) return '';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? value : textCell(value);
}

function comparedRun({ summary, document }: Comparable): ComparedRun {
  const { recipe, interventions, result, history } = document;
  const { min, max } = history.loss;
  const count = min.length;
  const parameters = namedParameters(result).slice(0, SHOWN_PARAMETERS);
  const columns = new Float64Array((3 + parameters.length) * count);
  for (let i = 0; i < count; i++) {
    columns[i] = Math.min((i + 1) * history.stride, Math.max(result.steps, 1));
    columns[count + i] = min[i] as number;
    columns[2 * count + i] = max[i] as number;
  }
  parameters.forEach(({ name }, p) => {
    const series = seriesOf(document, name);
    for (let i = 0; i < count; i++) columns[(3 + p) * count + i] = series?.last[i] ?? Number.NaN;
  });
  return {
    ...summary,
    updatesPerEpoch: updatesPerEpoch(recipe),
    changes: interventions.length,
    parameters,
    series: { count, columns: toBase64(columns) },
  };
}

/** The series of a parameter, where the document has one. */
function seriesOf({ history }: RunDocument, name: string): BucketedSeries | undefined {
  if ('parameters' in history) {
    return Object.hasOwn(history.parameters, name) ? history.parameters[name] : undefined;
  }
  return name === 'w' || name === 'b' ? history[name] : undefined;
}

function differingSettings(runs: readonly Comparable[]): ComparedSetting[] {
  const all = runs.map(({ document }) => settings(document));
  const fields = [...new Set(all.flatMap((one) => [...one.keys()]))];
  return fields.flatMap((field) => {
    const values = all.map((one) => one.get(field) ?? null);
    return values.every((value) => value === values[0]) ? [] : [{ field, values }];
  });
}

/** Every setting of a run by its path in the recipe, and its changes. */
function settings({ recipe, interventions }: RunDocument): Map<string, string> {
  const found = new Map<string, string>();
  flatten(recipe, '', found);
  if (interventions.length > 0) {
    const told = interventions.slice(0, 10).map(({ step, change }) => {
      const { kind, ...to } = change;
      return `${kind} ${Object.values(to).join(' ')} from step ${step}`;
    });
    const more = interventions.length - told.length;
    found.set('changes', told.join('; ') + (more > 0 ? `; and ${more} more` : ''));
  }
  return found;
}

/** Characters of a list that is told in full. */
const LIST = 60;

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    into.set(path, text.length <= LIST ? text : `${text.slice(0, LIST)}… (${value.length})`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, path === '' ? key : `${path}.${key}`, into);
    }
  } else into.set(path, String(value));
}
