import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { choicesOf, type NumberRange } from '../../../src/contract/ranges';
import { runDocumentSchema } from '../../../src/contract/run-document-schema';

/** Rules over several fields, which a JSON Schema cannot say: docs/run-file.md says them in words. */
const UNSAID = ['check', 'raw_check', 'partial_check', 'transform', 'iso_timestamp', 'finite'];

function converted(schema: Parameters<typeof toJsonSchema>[0]): JsonSchema {
  return toJsonSchema(schema, {
    typeMode: 'input',
    ignoreActions: UNSAID,
    overrideSchema: ({ valibotSchema }) => {
      const choices = choicesOf(valibotSchema);
      if (!choices) return null;
      return { anyOf: choices.map((one) => inner(one as never)) };
    },
    overrideAction: ({ valibotAction, jsonSchema }) => {
      const { range } = (valibotAction as { metadata?: { range?: NumberRange } }).metadata ?? {};
      if (!range) return null;
      const { min, minIncluded, max, integer } = range;
      return {
        ...without(jsonSchema, 'range'),
        type: integer ? 'integer' : 'number',
        ...(minIncluded ? { minimum: min } : { exclusiveMinimum: min }),
        ...(Number.isFinite(max) && { maximum: max }),
      };
    },
  });
}

function inner(schema: Parameters<typeof toJsonSchema>[0]): JsonSchema {
  return without(converted(schema), '$schema');
}

function without(schema: JsonSchema, key: string): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}

/** The run document as JSON Schema, from the schema that the program validates with. */
export function runDocumentJsonSchema(): object {
  return { ...converted(runDocumentSchema), title: 'A run of Chainrule, as a .chainrule file' };
}
