import * as v from 'valibot';
import { type Intervention, changeSchema } from './intervention';
import { chosenBy, fieldRule, fields, numberIn, oneOf } from './ranges';
import { nameSchema, recipeNumbers, recipeSchema } from './recipe';
import {
  labelLimits,
  RUN_FORMAT,
  RUN_VERSION,
  type RunDocument,
  stopReasons,
} from './run-document';

/** Changes that a run document holds at the most: a slider that was dragged for an hour. */
const MOST_INTERVENTIONS = 200_000;
/** Buckets a series has at the most. */
export const DOCUMENT_BUCKETS = 512;

/** As it is stated: the checksum counts every bit. */
const reached = v.pipe(v.number('a finite number'), v.finite('a finite number'));
const step = (min: number) =>
  numberIn({ min, minIncluded: true, max: recipeNumbers.steps.max + 1, integer: true });
const TEXT = 'a text of at most 200 characters';
const text = v.pipe(v.string(TEXT), v.maxLength(200, TEXT));

/** A perceptron's fields, w and b among them, or those of another model, which has its parameters by name. */
function byModel<Common extends v.ObjectEntries, Each extends v.GenericSchema>(
  common: Common,
  each: Each,
  accepted: string,
) {
  const named = fields({ ...common, parameters: v.record(nameSchema, each, accepted) });
  const perceptron = fields({ ...common, w: each, b: each });
  return chosenBy<v.InferOutput<typeof named> | v.InferOutput<typeof perceptron>>(
    [perceptron, named],
    (input) =>
      typeof input === 'object' && input !== null && Object.hasOwn(input, 'parameters')
        ? named
        : perceptron,
  );
}

const CHECKSUM = '16 hexadecimal digits';
const OPERANDS = 'the one or two finite numbers of the operation';
const resultSchema = byModel(
  {
    steps: step(0),
    stop: oneOf(stopReasons),
    loss: v.nullable(reached),
    checksum: v.pipe(v.string(CHECKSUM), v.regex(/^[0-9a-f]{16}$/, CHECKSUM)),
    divergedAt: v.nullable(
      fields({
        step: step(1),
        node: text,
        domain: v.optional(
          fields({
            op: text,
            operands: v.pipe(v.array(reached, OPERANDS), v.maxLength(2, OPERANDS)),
          }),
        ),
      }),
    ),
  },
  reached,
  'a finite number by the name of each parameter',
);

const BUCKETS = `a list of at most ${DOCUMENT_BUCKETS} finite numbers`;
const numbers = v.pipe(v.array(reached, BUCKETS), v.maxLength(DOCUMENT_BUCKETS, BUCKETS));
const series = v.pipe(
  fields({ min: numbers, max: numbers, last: numbers }),
  fieldRule<{ readonly min: number[]; readonly max: number[]; readonly last: number[] }>(
    'last',
    'as many numbers as min and max have',
    ({ min, max, last }) => min.length === max.length && max.length === last.length,
  ),
);
const historySchema = byModel({ stride: step(1), loss: series }, series, 'series by name');

const INTERVENTIONS = `a list of at most ${MOST_INTERVENTIONS} changes`;
const interventionSchema: v.GenericSchema<unknown, Intervention> = fields({
  step: step(1),
  change: changeSchema,
});

const limited = (most: number) => {
  const accepted = `a text of at most ${most} characters`;
  return v.pipe(v.string(accepted), v.maxLength(most, accepted));
};
const TAGS = `a list of at most ${labelLimits.tags} texts of 1 … ${labelLimits.tag} characters`;

/** The fields of RunLabels. */
export const labelFields = {
  name: limited(labelLimits.name),
  notes: limited(labelLimits.notes),
  tags: v.pipe(
    v.array(v.pipe(v.string(TAGS), v.minLength(1, TAGS), v.maxLength(labelLimits.tag, TAGS)), TAGS),
    v.maxLength(labelLimits.tags, TAGS),
  ),
};

const DATE = 'a date and time such as 2026-11-24T21:30:05.000Z';
const date = v.nullable(v.pipe(v.string(DATE), v.isoTimestamp(DATE)));

const documentFields: v.GenericSchema<unknown, RunDocument> = fields({
  format: v.literal(RUN_FORMAT, RUN_FORMAT),
  version: v.literal(RUN_VERSION, String(RUN_VERSION)),
  program: text,
  // The first files have none of these.
  name: v.optional(labelFields.name, ''),
  notes: v.optional(labelFields.notes, ''),
  tags: v.optional(labelFields.tags, []),
  created: v.optional(date, null),
  modified: v.optional(date, null),
  recipe: recipeSchema,
  interventions: v.pipe(
    v.array(interventionSchema, INTERVENTIONS),
    v.maxLength(MOST_INTERVENTIONS, INTERVENTIONS),
  ),
  result: resultSchema,
  history: historySchema,
});

/** A run document of this version. Fields that the first of them did not have may be absent. */
export const runDocumentSchema = v.pipe(
  documentFields,
  fieldRule<RunDocument>(
    'result',
    'w and b for a perceptron, parameters for another model',
    ({ recipe, result }) => (recipe.model === 'perceptron') === 'w' in result,
  ),
  fieldRule<RunDocument>(
    'result',
    'divergedAt for a run that diverged, and for no other',
    ({ result }) => (result.stop === 'diverged') === (result.divergedAt !== null),
  ),
  fieldRule<RunDocument>(
    'history',
    'w and b for a perceptron, parameters for another model',
    ({ recipe, history }) => (recipe.model === 'perceptron') === 'w' in history,
  ),
);
