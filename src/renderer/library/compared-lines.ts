import { fromBase64 } from '../../contract/base64';
import type { ComparedRun } from '../../contract/library';
import { type Line, PARAMETER_STYLES } from '../charts/lines';
import { messages } from '../messages/messages';

/** One curve of the loss a run, told apart by colour and by dashes. */
export function comparedLines(runs: readonly ComparedRun[], by: 'step' | 'epoch'): Line[] {
  return runs.map((run, i) => {
    const { token, dash } = PARAMETER_STYLES[i % PARAMETER_STYLES.length] ?? PARAMETER_STYLES[0];
    const { count, columns } = run.series;
    const all = fromBase64(columns);
    const scale = by === 'step' ? 1 : run.updatesPerEpoch;
    const points = Array.from({ length: count }, (_, at) => {
      const x = (all[at] as number) / scale;
      const [least, most] = [all[count + at] as number, all[2 * count + at] as number];
      // Both ends of a bucket, so that a spike stays visible.
      return least === most
        ? [{ x, y: most }]
        : [
            { x, y: least },
            { x, y: most },
          ];
    });
    return {
      name: messages.library.name(run),
      token,
      dash,
      weight: 'strong' as const,
      points: points.flat(),
    };
  });
}
