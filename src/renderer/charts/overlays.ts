import { fromBase64 } from '../../contract/base64';
import type { ComparedRun } from '../../contract/library';
import { messages } from '../messages/messages';
import { type Line, PARAMETER_STYLES, type Point, ranged } from './lines';

type Style = Pick<Line, 'token' | 'dash'>;

/** A run by its dashes, which stay its own in every chart; of colours it has one only where the chart shows one curve a run. */
export const OVERLAY_STYLES: readonly Style[] = [
  { token: 'negative', dash: [6, 3] },
  { token: 'series-b', dash: [2, 2] },
  { token: 'series-w', dash: [9, 3, 2, 3] },
  { token: 'soft', dash: [12, 4] },
  { token: 'positive', dash: [4, 2, 1, 2] },
  { token: 'negative', dash: [1, 3] },
  { token: 'series-b', dash: [14, 3, 3, 3] },
];

export function overlayStyle(i: number): Style {
  return OVERLAY_STYLES[i % OVERLAY_STYLES.length] ?? { token: 'soft', dash: [6, 3] };
}

/** What is kept of another run, column by column. */
export interface OverlayColumns {
  readonly name: string;
  readonly step: Float64Array;
  readonly lossMin: Float64Array;
  readonly lossMax: Float64Array;
  /** The last values, by name. */
  readonly parameters: ReadonlyMap<string, Float64Array>;
}

export function overlayColumns(run: ComparedRun): OverlayColumns {
  const { count, columns } = run.series;
  const all = fromBase64(columns);
  const column = (i: number) => all.subarray(i * count, (i + 1) * count);
  return {
    name: messages.library.name(run),
    step: column(0),
    lossMin: column(1),
    lossMax: column(2),
    parameters: new Map(run.parameters.map(({ name }, i) => [name, column(3 + i)])),
  };
}

export function overlayLosses(runs: readonly OverlayColumns[]): Line[] {
  return runs.map(({ name, step, lossMin, lossMax }, i) => ({
    ...overlayStyle(i),
    name,
    weight: 'thin',
    points: ranged(step, { min: lossMin, max: lossMax }),
  }));
}

/** Of the parameters that the open run has, too: in that parameter's colour, with the other run's dashes. */
export function overlayParameters(
  runs: readonly OverlayColumns[],
  names: readonly string[],
): Line[] {
  return runs.flatMap((run, i) =>
    names.flatMap((name, p): Line[] => {
      const column = run.parameters.get(name);
      if (!column) return [];
      const { token } = PARAMETER_STYLES[p % PARAMETER_STYLES.length] ?? PARAMETER_STYLES[0];
      const points: Point[] = Array.from(run.step, (x, at) => ({ x, y: column[at] as number }));
      const { dash } = overlayStyle(i);
      return [{ name: `${name}, ${run.name}`, token, dash, weight: 'thin', points }];
    }),
  );
}

/** Its way over the plane of two parameters; null: it has not both. */
export function overlayPath(
  { parameters }: OverlayColumns,
  [x, y]: readonly [string, string],
): readonly [Float64Array, Float64Array] | null {
  const [across, up] = [parameters.get(x), parameters.get(y)];
  return across && up ? [across, up] : null;
}
