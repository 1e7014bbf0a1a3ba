/** An example request for an operation. Pure. */

import { type OpenApi, resolved, type Schema } from './openapi.ts';
import type { Operation } from './operations.ts';

/** The request of an operation as a curl command. The command reads the token from the shell variable `$TOKEN`, so the text has none. */
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

/** In place of a text whose form the schema does not describe. */
const UNKNOWN = '…';
/** How many levels an example has at most, because a schema can contain itself. */
const DEEPEST = 6;

/** The smallest value that fits the schema: required members only, each with its example or its first choice. */
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

/** The text in single quotes, within which a shell gives no character but the quote a special meaning. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
