/**
 * Fields of a form out of the JSON Schema of a tool's arguments, where that is a flat object of simple values. The schema is a
 * stranger's: what is not understood is left to a person who writes JSON. Pure.
 */

export interface ArgumentField {
  name: string;
  kind: 'text' | 'number' | 'integer' | 'choice';
  description?: string;
  isRequired: boolean;
  /** Of a choice: each value as JSON, with what a person reads. */
  choices?: { json: string; words: string }[];
  /** What stands in the field at first. */
  first: string;
}

/** A form with more fields is no help. */
const MOST = 20;
/** What makes more of an object than its properties. */
const BEYOND = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'patternProperties', 'dependentSchemas'];

/** Undefined: the arguments are written as JSON. */
export function fieldsOf(schema: unknown): ArgumentField[] | undefined {
  if (!isObject(schema) || schema.type !== 'object' || BEYOND.some((word) => word in schema))
    return undefined;
  const { properties = {}, required = [], additionalProperties } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return undefined;
  const names = Object.keys(properties);
  // An object of names of one's own choice.
  if (names.length === 0 && isObject(additionalProperties)) return undefined;
  const isListed = required.every((name) => names.includes(name));
  if (names.length > MOST || !isListed) return undefined;
  const fields = names.map((name) => fieldOf(name, properties[name], required.includes(name)));
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

function fieldOf(name: string, schema: unknown, isRequired: boolean): ArgumentField | undefined {
  if (!isObject(schema) || BEYOND.some((word) => word in schema)) return undefined;
  const { description, default: usual } = schema;
  const kind = kindOf(schema);
  if (kind === undefined) return undefined;
  const choices = kind === 'choice' ? choicesOf(schema) : undefined;
  return {
    ...{ name, kind, isRequired },
    ...(typeof description === 'string' && { description }),
    ...(choices && { choices }),
    first: firstOf(usual, kind, choices),
  };
}

function kindOf(schema: Record<string, unknown>): ArgumentField['kind'] | undefined {
  if (choicesOf(schema) !== undefined) return 'choice';
  if ('enum' in schema || 'const' in schema) return undefined;
  switch (typeOf(schema)) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'integer':
      return 'integer';
    default:
      return undefined;
  }
}

/** `["string", "null"]` is a text that may be left out. */
function typeOf({ type }: Record<string, unknown>): unknown {
  if (!Array.isArray(type)) return type;
  const others = type.filter((each) => each !== 'null');
  return others.length === 1 ? others[0] : undefined;
}

function choicesOf(schema: Record<string, unknown>): ArgumentField['choices'] {
  const values =
    typeOf(schema) === 'boolean' && !('enum' in schema)
      ? [true, false]
      : 'const' in schema
        ? [schema.const]
        : schema.enum;
  if (!Array.isArray(values) || values.length === 0 || values.length > 100) return undefined;
  const given = values.filter((value) => value !== null);
  if (!given.every(isSimple)) return undefined;
  return given.map((value) => ({ json: JSON.stringify(value), words: wordsOf(value) }));
}

function firstOf(usual: unknown, kind: ArgumentField['kind'], choices: ArgumentField['choices']): string {
  if (!isSimple(usual)) return '';
  const json = JSON.stringify(usual);
  if (kind === 'choice') return choices?.some((each) => each.json === json) ? json : '';
  return kind === 'text' ? (typeof usual === 'string' ? usual : '') : json;
}

function wordsOf(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
}

function isSimple(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
