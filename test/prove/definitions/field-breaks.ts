/** What can be wrong with one field of a definition, by the kind of its value and by its name. */
import { SCOPE_SEPARATORS } from '../../../src/contract/identifiers.ts';
import type { ProviderRequest } from '../../../src/oauth/provider-fetch.ts';

/** One wrong value. Without `value`, the field is missing. */
export interface WrongValue {
  what: string;
  value?: unknown;
}

/** Fields with a few possible values, by the end of their path. */
const CHOICES: Record<string, readonly unknown[]> = {
  authorizationResponseIss: ['required', 'if-present'],
  'oauth.clientAuthentication': ['client_secret_basic', 'client_secret_post'],
  'revocation.clientAuthentication': ['as-token-endpoint', 'none'],
  pkce: ['S256', 'breaks-on-challenge'],
  'scopes.parameter': ['scope', 'user_scope', 'none'],
  requestSeparator: SCOPE_SEPARATORS,
  answerSeparator: SCOPE_SEPARATORS,
  'refresh.kind': ['reusable', 'rotating', 'sometimes'],
  replay: ['safe', 'fails', 'kills-family'],
  reach: ['token', 'grant', 'app'],
  'account.method': ['GET', 'POST'],
  of: ['connection', 'app', 'callback'],
  binding: ['request', 'connection', 'process'],
  in: ['header', 'query', 'env'],
};

/** Fields that a definition can leave out, by the last name of their path. */
const OPTIONAL = new Set([
  ...[
    'issuerPattern',
    'refreshEndpoint',
    'refreshEndpointIfMissing',
    'names',
    'clientId',
    'code',
    'callbackProof',
  ],
  ...[
    'userAgent',
    'exchangeParameters',
    'refreshParameters',
    'optionalParameter',
    'neverAnswered',
    'dialect',
  ],
  ...[
    'request',
    'answer',
    'refreshTokenLifetime',
    'idleLimit',
    'needs',
    'method',
    'body',
    'deadStatus',
    'dead',
  ],
  ...[
    'label',
    'connectionFacts',
    'connectionFactPatterns',
    'tenants',
    'variables',
    'default',
    'derives',
    'echo',
  ],
  ...['isOfAccount', 'header', 'headers', 'comparedWith', 'encode', 'url'],
]);
/** Objects whose members are entries: each can be missing. */
const TABLES = /(?:Parameters|headers|connectionFactPatterns|variables|derives|derives\.[^.]+|names)$/;

/** With another kind, all other members of the object are wrong too: that is no break of one field. */
const KINDS = /(?:revocation|account)\.kind$/;
/** Fields that have the name of an optional one, and are not optional. */
const REQUIRED = /scopes\.\d+\.default$/;

export function wrongValues(path: string, value: unknown): WrongValue[] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const parent = path.slice(0, -name.length - 1);
  if (KINDS.test(path)) return [];
  const isMissable =
    (OPTIONAL.has(name) && !REQUIRED.test(path)) || TABLES.test(parent) || /\.\d+$/.test(path);
  return [...(isMissable ? [{ what: 'missing' }] : []), ...changed(path, value)];
}

function changed(path: string, value: unknown): WrongValue[] {
  const choice = Object.entries(CHOICES).find(([end]) => path === end || path.endsWith(`.${end}`));
  if (path.endsWith('refresh.kind') && value === 'none') return [];
  if (choice) return choice[1].filter((one) => one !== value).map((one) => ({ what: `${one}`, value: one }));
  if (/Lifetime$|idleLimit$/.test(path)) return wrongLifetimes(path, value);
  if (typeof value === 'function') return wrongFunctions(path, value as (input: never) => unknown);
  if (typeof value === 'number') return [{ what: 'ten times as much', value: value * 10 }];
  if (typeof value === 'boolean') return [{ what: `${!value}`, value: !value }];
  if (typeof value === 'string') return wrongTexts(path, value);
  return [];
}

function wrongLifetimes(path: string, value: unknown): WrongValue[] {
  if (value === 'endless') return [{ what: 'an hour', value: 3600 }];
  const endless = path.endsWith('accessTokenLifetime') ? [{ what: 'endless', value: 'endless' }] : [];
  return [{ what: 'ten times as long', value: Number(value) * 10 }, ...endless];
}

function wrongTexts(path: string, value: string): WrongValue[] {
  if (/[pP]attern(?:s\.\w+)?$/.test(path)) return [{ what: 'any text', value: '^.*$' }];
  const [, scheme, host = '', rest = ''] = /^(https:\/\/)([^/]*)(.*)$/.exec(value) ?? [];
  if (scheme === undefined) return [{ what: 'another', value: value === '' ? 'x' : `x${value}` }];
  return [
    { what: 'another host', value: `${scheme}x${host}${rest}` },
    { what: 'another path', value: `${scheme}${host}${rest.replace(/\/$/, '')}/x` },
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: the functions of a definition take and return what their fields say.
type Any = any;

function wrongFunctions(path: string, own: (input: never) => unknown): WrongValue[] {
  if (path.endsWith('.build')) return wrongRequests(own as (input: Any) => ProviderRequest);
  if (/\.(?:request|answer|dead|connectionFacts)$/.test(path)) return [];
  const nothing = { what: 'reads nothing', value: () => undefined };
  if (!path.endsWith('account.read') && !path.endsWith('tenants.read')) return [nothing];
  const swapped = (read: Any) => read && { ...read, id: read.label, label: read.id };
  if (path.endsWith('account.read'))
    return [nothing, { what: 'id and label swapped', value: (answer: never) => swapped(own(answer)) }];
  return [
    nothing,
    {
      what: 'no labels',
      value: (answer: never) => (own(answer) as Any)?.map((one: Any) => ({ ...one, label: '' })),
    },
    { what: 'the first alone', value: (answer: never) => (own(answer) as Any)?.slice(0, 1) },
  ];
}

function wrongRequests(build: (input: Any) => ProviderRequest): WrongValue[] {
  const changes: [string, (request: ProviderRequest) => Partial<ProviderRequest>][] = [
    ['another host', ({ url }) => ({ url: url.replace('https://', 'https://x') })],
    ['another path', ({ url }) => ({ url: `${url.replace(/\?.*/, '')}/x` })],
    ['another method', ({ method }) => ({ method: method === 'POST' ? 'GET' : 'POST' })],
    ['no headers', () => ({ headers: {} })],
    ['no body', () => ({ body: '' })],
  ];
  const has = { 'no body': (request: ProviderRequest) => request.body } as Record<
    string,
    (r: ProviderRequest) => unknown
  >;
  const sample = sampleRequest(build);
  return changes
    .filter(([what]) => !has[what] || !sample || has[what](sample))
    .map(([what, change]) => ({
      what,
      value: (input: Any) => {
        const request = build(input);
        const { body: _, ...bodiless } = request;
        return what === 'no body' ? bodiless : { ...request, ...change(request) };
      },
    }));
}

function sampleRequest(build: (input: Any) => ProviderRequest): ProviderRequest | undefined {
  try {
    return build({ clientId: 'c', clientSecret: 's', token: 't', variables: {} });
  } catch {
    return undefined;
  }
}
