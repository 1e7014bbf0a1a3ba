/** An example request for an operation. Pure. */

import { type OpenApi, resolved, type Schema } from './openapi.ts';
import type { Operation } from './operations.ts';

/** A request with curl. `$TOKEN` is a variable of the shell: no token stands in the text. */
export function curlOf(document: OpenApi, { method, path, parameters, needsToken, body }: Operation): string {
  const samples = new Map(parameters.map(({ name, schema = {} }) => [name, sampleOf(document, schema)]));
  const filled = path.replace(/\{(\w+)\}/g, (all, name: string) => {
    const sample = samples.get(name);
    return sample === UNKNOWN || sample === undefined ? all : encodeURIComponent(String(sample));
  });
  const needed = parameters.filter((each) => each.in === 'query' && each.required === true);
  const query = needed
    .map(({ name }) => `${name}=${encodeURIComponent(String(samples.get(name)))}`)
    .join('&');
  const url = `${document.servers?.[0]?.url ?? ''}${filled}${query === '' ? '' : `?${query}`}`;
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(url)}`,
    ...(needsToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(body
      ? [
          `-H ${quoted(`Content-Type: ${body.mediaType}`)}`,
          `-d ${quoted(JSON.stringify(sampleOf(document, body.schema), null, 2))}`,
        ]
      : []),
  ].join(' \\\n  ');
}

/** Stands for a text that nothing is known of. */
const UNKNOWN = '…';
/** How deep an example goes: a schema can contain itself. */
const DEEPEST = 6;

/** The least value of a schema: what is required, by its example or its first choice. */
export function sampleOf(document: OpenApi, given: Schema, depth = 0): unknown {
  const { schema } = resolved(document, given);
  const [first = schema.default] = [schema.example, schema.const, ...(schema.enum ?? [])].filter(
    (each) => each !== undefined,
  );
  if (first !== undefined) return first;
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice) return sampleOf(document, choice, depth + 1);
  if (schema.type === 'array') {
    const isNeeded = (schema.minItems ?? 0) > 0 && schema.items !== undefined && depth < DEEPEST;
    return isNeeded ? [sampleOf(document, schema.items ?? {}, depth + 1)] : [];
  }
  if (schema.type === 'object') return depth < DEEPEST ? objectOf(document, schema, depth) : {};
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 0;
  return TEXTS[schema.format ?? ''] ?? UNKNOWN;
}

const TEXTS: Record<string, string> = { date: '2026-01-31', 'date-time': '2026-01-31T12:00:00Z' };

function objectOf(document: OpenApi, { properties = {}, required = [] }: Schema, depth: number): object {
  return Object.fromEntries(
    required.map((name) => [name, sampleOf(document, properties[name] ?? {}, depth + 1)]),
  );
}

/** For a shell: nothing within single quotes is special but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
