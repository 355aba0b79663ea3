import type * as v from 'valibot';

export type ErrorCode =
  /** An argument or field is not what is accepted there. */
  | 'invalid-value'
  /** The call means nothing in the session's present state. */
  | 'wrong-state'
  /** An expression without a loss can be computed, not trained. */
  | 'no-loss'
  /** The training worker threw, exited, ran out of memory or hung. */
  | 'worker-failed'
  | 'export-failed'
  /** A file is no run document, or one that this version cannot read. */
  | 'invalid-file'
  /** The data folder cannot be written to. */
  | 'not-kept'
  | 'unknown-method'
  | 'invalid-frame'
  | 'disconnected'
  /** A fault of the program itself. */
  | 'internal';

/** An error as it crosses the seam: plain data, since an Error's class does not survive a transport. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** A sentence for a person who reads English: command line and logs. The window words `code` and `params` itself. */
  readonly message: string;
  /** The field, method or file the error is about. */
  readonly where: string | null;
  readonly params: Readonly<Record<string, string>>;
}

export class LabError extends Error {
  override readonly name = 'LabError';
  constructor(readonly data: ErrorData) {
    super(data.message);
  }
}

export function labError(
  code: ErrorCode,
  message: string,
  where: string | null = null,
  params: Readonly<Record<string, string>> = {},
): LabError {
  return new LabError({ code, message, where, params });
}

/** What was received, short enough for a sentence. */
function show(value: unknown): string {
  // Never String(object): a peer's object may have a toString of its own, and a list of long texts may be huge.
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/**
 * The first issue a schema found, as an error that names the field and what is accepted there.
 * The message of every rule in our schemas is the text of what is accepted.
 */
export function invalidValue(issue: v.BaseIssue<unknown>): LabError {
  const path = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  const where = path === '' ? null : path;
  const field = issue.path?.at(-1);
  const received = show(field ? field.value : issue.input);
  const accepted = issue.message;
  const message = `${where ?? 'The value'} is ${received}; accepted: ${accepted}.`;
  return labError('invalid-value', message, where, { accepted, received });
}

/** Anything thrown, as plain data. Only a LabError's own words are passed on. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof LabError) return thrown.data;
  return { code: 'internal', message: 'The lab made a mistake.', where: null, params: {} };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The reverse of errorData, for data from the other side of a transport. */
export function errorFrom(data: unknown): LabError {
  const { code, message, where, params } = (data ?? {}) as Partial<
    Record<keyof ErrorData, unknown>
  >;
  if (!isText(code) || !isText(message)) return labError('internal', 'The lab made a mistake.');
  return new LabError({
    code: code as ErrorCode,
    message,
    where: isText(where) ? where : null,
    params: (params ?? {}) as Readonly<Record<string, string>>,
  });
}
