/** What can be unfolded below a schema. Pure. */
import { type OpenApi, resolved, type Schema } from './openapi.ts';

/** A schema and the names of those around it, by which one that contains itself is not unfolded again. */
export interface Inside {
  schema: Schema;
  around: readonly string[];
}

export interface Field extends Inside {
  name: string;
  isRequired: boolean;
}

export interface Parts {
  /** The name of the schema whose parts these are. */
  name?: string;
  fields: Field[];
  /** Each of several forms, by the name of its schema or a number. */
  choices: (Inside & { name: string })[];
  /** It is one of those around it, so its parts are shown there. */
  isRepeated: boolean;
}

/** A list has the parts of its entries, and an object with any names has those of its values. */
export function partsOf(document: OpenApi, { schema: given, around }: Inside): Parts {
  const { schema, name } = resolved(document, given);
  const isRepeated = name !== undefined && around.includes(name);
  const inside = name === undefined ? around : [...around, name];
  const named = name === undefined ? {} : { name };
  if (isRepeated) return { ...named, fields: [], choices: [], isRepeated };
  const { items, additionalProperties: values } = schema;
  if (items !== undefined) return partsOf(document, { schema: items, around: inside });
  if (typeof values === 'object' && !schema.properties)
    return partsOf(document, { schema: values, around: inside });
  return { ...named, ...partsWithin(document, schema, inside), isRepeated };
}

function partsWithin(
  document: OpenApi,
  schema: Schema,
  around: readonly string[],
): Pick<Parts, 'fields' | 'choices'> {
  const merged = (schema.allOf ?? []).map((each) => partsOf(document, { schema: each, around }));
  const own = Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    ...{ name, schema: each, around },
    isRequired: schema.required?.includes(name) === true,
  }));
  const choices = (schema.oneOf ?? schema.anyOf ?? []).map((each, index) => ({
    ...{ schema: each, around },
    name: resolved(document, each).name ?? `Form ${index + 1}`,
  }));
  return {
    fields: [...merged.flatMap(({ fields }) => fields), ...own],
    choices: choices.some(({ schema: each }) => hasParts(document, { schema: each, around })) ? choices : [],
  };
}

export function hasParts(document: OpenApi, inside: Inside): boolean {
  const { fields, choices, isRepeated } = partsOf(document, inside);
  return fields.length > 0 || choices.length > 0 || isRepeated;
}
