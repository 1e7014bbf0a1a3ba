/** The operations of an OpenAPI document, in groups and as a reader needs them. Pure. */
import { type OpenApi, type Parameter, type RawOperation, resolvedResponse, type Schema } from './openapi.ts';

export interface Answer {
  /** An HTTP status, or `default`. */
  status: string;
  description: string;
  mediaType?: string;
  schema?: Schema;
  /** Names of headers with what they say. */
  headers: (readonly [name: string, description: string])[];
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  needsToken: boolean;
  parameters: Parameter[];
  body?: { mediaType: string; schema: Schema; isRequired: boolean };
  answers: Answer[];
  /** Answers of 400 and more, and of what no status names. */
  problems: Answer[];
}

export interface Group {
  title: string;
  operations: Operation[];
}

/** In the order of the document. */
export function groupsIn(document: OpenApi): Group[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      title: raw.tags?.[0] ?? titleOf(path),
      operation: operationOf(document, { path, method, raw }),
    })),
  );
  return [...Map.groupBy(operations, ({ title }) => title)].map(([title, of]) => ({
    title,
    operations: of.map(({ operation }) => operation),
  }));
}

/** Those whose name, address or summary has every word of the search. */
export function searched(groups: readonly Group[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ id, method, path, summary }: Operation) => {
    const text = `${id} ${method} ${path} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map(({ title, operations }) => ({ title, operations: operations.filter(isFound) }))
    .filter(({ operations }) => operations.length > 0);
}

/** Headings by the segment that says what a path is about. */
const TITLES: Record<string, string> = {
  'connect-sessions': 'Connections',
  'known-servers': 'MCP servers',
  'mcp-servers': 'MCP servers',
  'oauth-apps': 'OAuth apps',
  'oauth-app-policy': 'OAuth apps',
  'call-counts': 'Calls',
  'call-days': 'Calls',
  me: 'People',
};

function titleOf(path: string): string {
  const [first = '', ...rest] = path.split('/').filter(Boolean);
  if (first === 'oauth') return 'Redirects and clients';
  if (first !== 'v1') return 'The service';
  const segment = (rest[0] === 'workspaces' ? rest[2] : rest[0])?.replace(/\.\w+$/, '');
  if (segment === undefined) return 'Workspaces';
  return TITLES[segment] ?? (segment.charAt(0).toUpperCase() + segment.slice(1)).replaceAll('-', ' ');
}

function operationOf(
  document: OpenApi,
  { path, method, raw }: { path: string; method: string; raw: RawOperation },
): Operation {
  const answers = Object.entries(raw.responses ?? {}).map(([status, response]): Answer => {
    const { description = '', content, headers = {} } = resolvedResponse(document, response);
    const named = Object.entries(headers).map(([name, header]) => [name, header.description ?? ''] as const);
    return { status, description, headers: named, ...firstOf(content) };
  });
  const { mediaType, schema } = firstOf(raw.requestBody?.content);
  const isProblem = ({ status }: Answer) => !/^[123]/.test(status);
  return {
    id: raw.operationId ?? `${method}-${path}`,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    needsToken: (raw.security ?? []).some((each) => Object.keys(each).length > 0),
    parameters: raw.parameters ?? [],
    ...(mediaType &&
      schema && { body: { mediaType, schema, isRequired: raw.requestBody?.required === true } }),
    answers: answers.filter((each) => !isProblem(each)),
    problems: answers.filter(isProblem),
  };
}

function firstOf(content: Record<string, { schema?: Schema }> = {}): { mediaType?: string; schema?: Schema } {
  const [mediaType, { schema } = {}] = Object.entries(content)[0] ?? [];
  return { ...(mediaType !== undefined && { mediaType }), ...(schema && { schema }) };
}
