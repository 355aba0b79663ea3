import * as v from 'valibot';
import { expect } from 'vitest';
import { type ErrorData, invalidValue } from '../../src/contract/errors';

/** What the schema makes of `input`, or the error that says why it is refused. */
export function read<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): { value: v.InferOutput<Schema> } | { error: ErrorData } {
  const result = v.safeParse(schema, input, { abortEarly: true });
  return result.success ? { value: result.output } : { error: invalidValue(result.issues[0]).data };
}

export function accepted<Schema extends v.GenericSchema>(schema: Schema, input: unknown) {
  const result = read(schema, input);
  if ('error' in result) return expect.unreachable(result.error.message);
  return result.value;
}

export function refused(schema: v.GenericSchema, input: unknown): ErrorData {
  const result = read(schema, input);
  return 'error' in result ? result.error : expect.unreachable('it was accepted');
}
