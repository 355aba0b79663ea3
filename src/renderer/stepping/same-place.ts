import type { MicroEvent } from '../../contract/explanation';
import type { LoadedStep } from './moment';

/** Where, in another view of the same step, the calculation stands that `event` is here: the same nodes, by name. */
export function samePlace(
  event: MicroEvent,
  here: LoadedStep,
  there: LoadedStep,
  done: number,
): number {
  const [from, to] = [here, there].map(
    ({ head }) =>
      (node: number) =>
        head.graph[node]?.name,
  );
  const names = (one: MicroEvent, name: ((node: number) => string | undefined) | undefined) =>
    [
      'node' in one ? name?.(one.node) : one.kind,
      'to' in one ? name?.(one.to) : '',
      one.kind,
      'sample' in one ? one.sample : '',
    ].join(' ');
  const wanted = names(event, from);
  const index = there.events.findIndex((one) => names(one, to) === wanted);
  if (index >= 0) return index + 1;
  // A calculation that this view does not have: as far into its phase.
  const phases = (step: LoadedStep) => step.head.phases;
  const i = phases(here).findIndex(({ first, count }) => done <= first + count);
  const [old, now] = [phases(here)[i], phases(there)[i]];
  if (!old || !now) return there.events.length;
  return now.first + Math.min(now.count, Math.max(1, done - old.first));
}
