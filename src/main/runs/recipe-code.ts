import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { invalidValue, labError } from '../../contract/errors';
import { type Recipe, recipeSchema } from '../../contract/recipe';
import { checkRecipe } from '../recipe-check';

const PREFIX = 'chainrule:';
/** Bytes that a code may unpack to: a recipe with the longest table of one's own. */
const MOST_BYTES = 1_000_000;

/** A recipe as a short text that can be copied: chainrule: and base64url of its JSON, packed. */
export function recipeCode(recipe: Recipe): string {
  const json = JSON.stringify(recipe);
  return PREFIX + deflateRawSync(Buffer.from(json), { level: 9 }).toString('base64url');
}

/** @throws LabError invalid-value, which names the field and what is accepted there */
export function readRecipeCode(code: string): Recipe {
  // Mail programs break long lines.
  const text = code.replaceAll(/\s/g, '');
  if (!text.startsWith(PREFIX) || !/^[A-Za-z0-9_-]+$/.test(text.slice(PREFIX.length))) {
    throw refused(code);
  }
  const packed = Buffer.from(text.slice(PREFIX.length), 'base64url');
  let json: unknown;
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: MOST_BYTES });
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused(code);
  }
  const checked = v.safeParse(recipeSchema, json, { abortEarly: true });
  if (!checked.success) throw invalidValue(checked.issues[0]);
  checkRecipe(checked.output);
  return checked.output;
}

function refused(code: string) {
  const accepted = 'a whole recipe code: chainrule: and letters, digits, - or _';
  const received = code.length > 40 ? `${code.slice(0, 39)}…` : code;
  const message = `code is ${JSON.stringify(received)}; accepted: ${accepted}.`;
  return labError('invalid-value', message, 'code', { accepted, received });
}
