import * as v from 'valibot';

/** The numbers a field accepts. Every accepted number is finite. */
export interface NumberRange {
  readonly min: number;
  /** False: `min` itself is refused, as for a learning rate, which lies above 0. */
  readonly minIncluded: boolean;
  readonly max: number;
  readonly integer: boolean;
}

/** The range in words, for error sentences: "a number above 0 and at most 1e12". */
export function describeRange(range: NumberRange): string {
  const kind = range.integer ? 'a whole number' : 'a number';
  const [min, max] = [show(range.min), show(range.max)];
  if (range.max === Number.POSITIVE_INFINITY) return `${kind}, ${min} or more`;
  return range.minIncluded
    ? `${kind} from ${min} to ${max}`
    : `${kind} above ${min} and at most ${max}`;
}

/** Large powers of ten as people type them: 1e12. */
function show(value: number): string {
  const text = value.toExponential();
  return /^-?1e\+\d+$/.test(text) && Math.abs(value) >= 1e6 ? text.replace('+', '') : String(value);
}

export function inRange(value: number, range: NumberRange): boolean {
  if (range.integer && !Number.isInteger(value)) return false;
  return (range.minIncluded ? value >= range.min : value > range.min) && value <= range.max;
}

/** A schema for a number in `range`; −0 becomes 0, NaN is refused. */
export function numberIn(range: NumberRange) {
  const accepted = describeRange(range);
  return v.pipe(
    v.number(accepted),
    v.check((value) => inRange(value, range), accepted),
    // For whoever writes the schema down.
    v.metadata({ range }),
    v.transform((value) => (value === 0 ? 0 : value)),
  );
}

const choices = new WeakMap<object, readonly v.GenericSchema[]>();

/**
 * A schema that is chosen by what was received, so that an error names the field inside an object.
 * @param all those that it chooses from: a choice by a function cannot be looked into
 */
export function chosenBy<Output>(
  all: readonly v.GenericSchema<unknown, Output>[],
  choose: (input: unknown) => v.GenericSchema<unknown, Output>,
): v.GenericSchema<unknown, Output> {
  const schema = v.lazy(choose);
  choices.set(schema, all);
  return schema;
}

/** What a schema of `chosenBy` chooses from; null for another one. */
export function choicesOf(schema: object): readonly v.GenericSchema[] | null {
  return choices.get(schema) ?? null;
}

/** A schema for one word out of `words`. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, words.join(', '));
}

/** A schema for an object with exactly these fields. */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  const names = Object.keys(entries).join(', ');
  return v.strictObject(entries, names === '' ? 'an object without fields' : `the fields ${names}`);
}

/** A rule over an object that is reported at one of its fields, with what is accepted there. */
export function fieldRule<Input extends object>(
  field: keyof Input & string,
  accepted: string,
  holds: (value: Input) => boolean,
) {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed || holds(dataset.value)) return;
    const input = dataset.value as Record<string, unknown>;
    const value = input[field];
    addIssue({
      message: accepted,
      input: value,
      path: [{ type: 'object', origin: 'value', input, key: field, value }],
    });
  });
}
