/** The named schemas of the OpenAPI document as tables of docs/api.md. Pure. */
import type { OpenApi } from '../contract/openapi-checks.ts';

interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  pattern?: string;
}

export function typeSections({ components }: OpenApi): string[] {
  return Object.entries(components.schemas as Record<string, Schema>).map(([name, schema]) => {
    const facts = Object.keys(schema.properties ?? {}).length > 0 ? fieldRows(schema) : formOf(schema);
    return [`### ${name}\n\n${schema.description}\n`, facts].filter((part) => part !== '').join('\n');
  });
}

function fieldRows({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(
    ([name, each]) =>
      `| \`${name}\` | ${linked(each)} | ${required.includes(name) ? 'yes' : 'no'} | ${oneLine(each.description ?? '')} |`,
  );
  return `| field | type | always present | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function formOf(schema: Schema): string {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return `One of: ${options.map(linked).join(', ')}.\n`;
  return schema.pattern ? `Form: \`${schema.pattern}\`\n` : '';
}

/** The type in a few words, with links to the types that have a name. */
export function linked(schema: Schema): string {
  if (schema.$ref) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map(linked).join(' or ');
  if (schema.items) return `array of ${linked(schema.items)}`;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (typeof schema.additionalProperties === 'object')
    return `object of ${linked(schema.additionalProperties)}`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? 'any');
}

/** A list of meanings becomes lines of one cell. */
function oneLine(description: string): string {
  return description.replaceAll('\n\n- ', '<br>').replaceAll('\n- ', '<br>').replaceAll('|', '\\|');
}
