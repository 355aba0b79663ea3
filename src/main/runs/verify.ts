import type { FileDifference } from '../../contract/library';
import type { RunDocument, RunResult } from '../../contract/run-document';
import { replay } from '../../engine/replay';
import { type Ending, outcomeOf } from '../training/outcome';
import { type Reached, resultOf } from './result';

/**
 * Trains a run again. @returns what of its result the replay did not come to, in every bit; none: it reproduces
 */
export function differences(document: RunDocument): FileDifference[] {
  const { recipe, interventions, result } = document;
  const trainer = replay({ recipe, interventions }, result.steps);
  if (result.stop === 'diverged' && trainer.ended === null) trainer.advance(1);
  const { step, loss, committed: parameters, parameterNames: names } = trainer;
  return differencesFrom(document, { step, loss, parameters, names }, outcomeOf(trainer));
}

/** What a document states otherwise than a replay that came here. */
export function differencesFrom(
  { recipe, interventions, result }: RunDocument,
  reached: Reached,
  outcome: Ending | null,
): FileDifference[] {
  const unknown = unknownParameter(reached.names, interventions);
  if (unknown !== null) {
    const names = reached.names.slice(0, 20).join(', ');
    return [{ field: 'interventions', stated: unknown, replayed: `a parameter: ${names}` }];
  }
  // A run that was stopped may since have come to its end by its own rule, but not by a number that is not finite.
  const ended = result.stop === 'stopped' && outcome?.kind !== 'diverged' ? null : outcome;
  const replayed = flat(asWritten(resultOf(recipe, reached, ended)));
  const stated = flat(result);
  return [...new Set([...stated.keys(), ...replayed.keys()])].flatMap((field) => {
    const [a, b] = [stated.get(field), replayed.get(field)];
    return Object.is(a, b) ? [] : [{ field, stated: shown(a), replayed: shown(b) }];
  });
}

/** A change of a parameter that the model does not have would do nothing, unsaid. */
function unknownParameter(
  parameterNames: readonly string[],
  interventions: RunDocument['interventions'],
): string | null {
  for (const { change } of interventions) {
    if (change.kind === 'parameter' && !parameterNames.includes(change.name)) return change.name;
  }
  return null;
}

/** A result as a document has it: JSON has no −0. */
function asWritten(result: RunResult): unknown {
  return JSON.parse(JSON.stringify(result));
}

/** Every number and word of a result by its path. */
function flat(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== undefined) flat(inner, path === '' ? key : `${path}.${key}`, into);
    }
  } else into.set(path, value);
  return into;
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
