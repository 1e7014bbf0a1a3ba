/** Fills in what a case leaves out, and its placeholders. Pure. */
import type {
  Call,
  Case,
  Expected,
  ExpectedRequest,
  InjectorAnswer,
  Json,
  Members,
  TransportRequest,
} from './case.ts';
import { type Facts, withValues } from './placeholders.ts';

export const WORKSPACE = 'acme';
export const SERVER = 'notes';
export const TOOL = 'list_notes';

export const ORDINARY_MESSAGE: Members = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: TOOL, arguments: {} },
};

const ORDINARY_INJECTION: Members = {
  connectionId: 'demo',
  generation: 1,
  headers: { Authorization: 'Bearer {{token}}' },
  removeHeaders: ['Cookie'],
  secrets: ['{{token}}'],
  allowedHosts: ['{{serverHost}}'],
  binding: 'request',
  expiresAt: '{{now+3600}}',
  maxUses: 1,
};

export type FilledIn = Required<Pick<Case, 'injector' | 'server' | 'canaries'>> &
  Pick<Case, 'name' | 'faster'> & {
    call: Call;
    expect: Omit<Expected, 'server'> & { server: Required<ExpectedRequest>[] };
  };

/** The whole case. */
export function fillIn(one: Case, facts: Facts): FilledIn {
  const { name, faster, injector = [{ injection: {} }], server = [], call, expect, canaries = [] } = one;
  const filled = {
    injector: injector.map(wholeAnswer),
    server,
    call: wholeCall(call),
    expect: {
      ...expect,
      injector: expect.injector.map((question) => merged(ordinaryQuestion(call), question)),
      server: expect.server.map(wholeExpectedRequest),
    },
    canaries: ['{{token}}', '{{unique}}', '{{callerToken}}', ...canaries],
  };
  return { name, faster, ...(withValues(filled as unknown as Json, facts) as unknown as typeof filled) };
}

/** Members of `more` in place of those of `usual`. Null removes a member. */
export function merged(usual: Members, more: Members): Members {
  const all = { ...usual, ...more };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function wholeAnswer(answer: InjectorAnswer): InjectorAnswer {
  const { injection, refusal } = answer;
  if (injection) return { answer: { isAuthorized: true, context: merged(ORDINARY_INJECTION, injection) } };
  if (!refusal) return answer;
  const context = merged({ message: `Because of ${refusal.reason}.` }, refusal);
  return { answer: { isAuthorized: false, context } };
}

function wholeCall(call: Call): Call {
  const { requests, afterwards, ...rest } = call;
  const whole: Call = rest.do === 'session' ? { url: '{{server}}/mcp', tool: TOOL, ...rest } : { ...rest };
  if (requests) whole.requests = requests.map(wholeRequest);
  if (afterwards) whole.afterwards = afterwards.map(wholeRequest);
  if (whole.do === 'process') return { tool: TOOL, ...whole };
  return whole;
}

function wholeRequest({ message, headers = {}, body, ...rest }: TransportRequest): TransportRequest {
  const { method = 'POST' } = rest;
  const ordinary = method === 'POST' ? JSON.stringify(message ?? ORDINARY_MESSAGE) : null;
  const own: [string, string][] = method === 'POST' ? [['content-type', 'application/json']] : [];
  own.push(['accept', 'application/json, text/event-stream']);
  const more = Array.isArray(headers) ? headers : Object.entries(headers);
  const text = body === undefined ? ordinary : body;
  return { method, url: '{{server}}/mcp', ...rest, headers: [...own, ...more], body: text };
}

function ordinaryQuestion({ do: what, options, request, servers, tool = TOOL }: Call): Members {
  const { connectionId, scopes } = (options ?? {}) as Members;
  const common = { workspaceId: WORKSPACE, callerToken: '{{callerToken}}' };
  if (what === 'check') return { ...common, check: servers as Json };
  if (what === 'servers') return { ...common, servers: true };
  if (what === 'inject') return { ...common, ...(request as Members) };
  const operation = { kind: 'call', server: SERVER, tool: tool as string };
  return {
    ...common,
    operation: what === 'process' ? operation : { ...operation, host: '{{serverHost}}' },
    ...(connectionId !== undefined && { connectionId }),
    ...(scopes !== undefined && { scopes }),
  };
}

function wholeExpectedRequest({
  headers,
  absent,
  body,
  ...rest
}: ExpectedRequest): Required<ExpectedRequest> {
  return {
    method: rest.method ?? 'POST',
    path: rest.path ?? '/mcp',
    query: rest.query ?? {},
    headers: merged({ authorization: 'Bearer {{token}}' }, headers ?? {}) as Record<string, string>,
    absent: absent ?? ['cookie'],
    body: body === undefined ? ORDINARY_MESSAGE : body,
  };
}
