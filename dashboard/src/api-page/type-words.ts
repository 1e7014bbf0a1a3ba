/** What a schema is, in a few words. Pure. */
import { type OpenApi, resolved, type Schema } from './openapi.ts';

/** "string", "list of Connection", "object with values: string". */
export function typeWords(document: OpenApi, given: Schema): string {
  const { schema, name } = resolved(document, given);
  const form = formOf(document, schema);
  if (name === undefined) return form;
  return form === 'object' ? name : `${name}: ${form}`;
}

function formOf(document: OpenApi, schema: Schema): string {
  const { type, items, additionalProperties, format, properties } = schema;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return `one of: ${choices.map((each) => choiceWords(document, each)).join(', ')}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum?.length === 1) return JSON.stringify(schema.enum[0]);
  if (type === 'array') return items === undefined ? 'list' : `list of ${typeWords(document, items)}`;
  if (typeof additionalProperties === 'object' && !properties)
    return `object with values: ${typeWords(document, additionalProperties)}`;
  const name = Array.isArray(type) ? type.join(' or ') : (type ?? (properties ? 'object' : 'any value'));
  return format === undefined ? name : `${name} (${format})`;
}

/** A choice by its name alone: what it is stands below. */
function choiceWords(document: OpenApi, given: Schema): string {
  return resolved(document, given).name ?? typeWords(document, given);
}

/** What a value must keep, as ends of a sentence. */
export function boundsOf({
  minLength,
  maxLength,
  minItems,
  maxItems,
  minimum,
  maximum,
  pattern,
}: Schema): string[] {
  return [
    ...boundWords(minLength, maxLength, 'characters'),
    ...boundWords(minItems, maxItems, 'entries'),
    ...boundWords(minimum, maximum, ''),
    ...(pattern === undefined ? [] : [`matches ${pattern}`]),
  ];
}

function boundWords(least: number | undefined, most: number | undefined, unit: string): string[] {
  const end = unit === '' ? '' : ` ${unit}`;
  if (least !== undefined && most !== undefined)
    return [least === most ? `${least}${end}` : `${least} to ${most}${end}`];
  if (most !== undefined) return [`at most ${most}${end}`];
  return least === undefined ? [] : [`at least ${least}${end}`];
}

/** Values of a closed list, whose meanings the description lists where there are any. */
export function valuesOf({ enum: values = [], description = '' }: Schema): string[] {
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return texts.length < 2 || texts.every((text) => description.includes(`- \`${text}\`: `)) ? [] : texts;
}
