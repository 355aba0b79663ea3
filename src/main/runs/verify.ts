import type { RunDocument } from '../../contract/run-document';
import { replay } from '../../engine/replay';
import type { Trainer } from '../../engine/trainer';
import { outcomeOf } from '../training/outcome';
import { resultOf } from './result';

/** A field of a result that the replay did not come to. */
export interface Difference {
  readonly field: string;
  readonly stated: string;
  readonly replayed: string;
}

/**
 * Trains a run again. @returns what of its result the replay did not come to, in every bit; none: it reproduces
 */
export function differences({ recipe, interventions, result }: RunDocument): Difference[] {
  const trainer = replay({ recipe, interventions }, result.steps);
  const unknown = unknownParameter(trainer, interventions);
  if (unknown !== null) {
    const names = trainer.parameterNames.slice(0, 20).join(', ');
    return [{ field: 'interventions', stated: unknown, replayed: `a parameter: ${names}` }];
  }
  if (result.stop === 'diverged' && trainer.ended === null) trainer.advance(1);
  const replayed = flat(resultAt(trainer, result.stop === 'stopped'));
  const stated = flat(result);
  return [...new Set([...stated.keys(), ...replayed.keys()])].flatMap((field) => {
    const [a, b] = [stated.get(field), replayed.get(field)];
    return Object.is(a, b) ? [] : [{ field, stated: shown(a), replayed: shown(b) }];
  });
}

/** A change of a parameter that the model does not have would do nothing, unsaid. */
function unknownParameter(
  { parameterNames }: Trainer,
  interventions: RunDocument['interventions'],
): string | null {
  for (const { change } of interventions) {
    if (change.kind === 'parameter' && !parameterNames.includes(change.name)) return change.name;
  }
  return null;
}

/** The result of a trainer that stands here, as a document has it. @param stopped before its end */
function resultAt(trainer: Trainer, stopped: boolean): unknown {
  const { recipe, step, loss, committed: parameters, parameterNames: names } = trainer;
  const outcome = outcomeOf(trainer);
  const ended = stopped && outcome?.kind !== 'diverged' ? null : outcome;
  const result = resultOf(recipe, { step, loss, parameters, names }, ended);
  // JSON has no −0.
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
