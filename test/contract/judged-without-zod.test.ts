/**
 * The injector judges without zod, since zod is slow to load: whatever comes in, its answer and its reading are those of the
 * contract's schemas. Covers src/broker/inject/read-request.ts, src/broker/rows/registration-in-row.ts,
 * src/broker/rows/remote-server-in-row.ts, src/broker/texts.ts, src/contract/identifiers.ts,
 * src/contract/servers/registration-grammar.ts, src/contract/servers/remote-grammar.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  readCheckRequest,
  readInjectionRequest,
  readListedRequest,
  readServersRequest,
} from '../../src/broker/inject/read-request.ts';
import { registrationInRow } from '../../src/broker/rows/registration-in-row.ts';
import { remoteServerInRow } from '../../src/broker/rows/remote-server-in-row.ts';
import {
  CheckRequest,
  InjectionRequest,
  ListedRequest,
  ServersRequest,
} from '../../src/contract/injection.ts';
import { RemoteServer } from '../../src/contract/servers/remote-server.ts';
import { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { changedValue } from './changed-values.ts';

const VALUES = Number(process.env.JUDGED_VALUES ?? 8_000);
const ID = '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f';
const call = { id: ID, kind: 'call', server: 'google-gmail', tool: 'search_threads' };
const discovery = { id: ID, kind: 'discovery', server: 'provider:custom~crm' };
const acme = { version: '1', workspaceId: 'acme' };

const INJECTIONS = [
  { ...acme, operation: call },
  {
    ...acme,
    operation: { ...call, host: 'gmail.googleapis.com:443' },
    connectionId: 'google~sales',
    scopes: ['https://www.googleapis.com/auth/gmail.readonly'],
    rejectedGeneration: 3,
    callerToken: 'a.b.c',
  },
  { ...acme, operation: { ...discovery, host: 'h' }, challengedScopes: ['s'], challengedGeneration: 0 },
];
const CHECKS = [
  { ...acme, check: ['google-gmail'] },
  { ...acme, check: ['a', 'provider:google'], callerToken: 'a.b.c' },
];
const LISTS = [
  { ...acme, servers: true },
  { ...acme, servers: true, callerToken: 'a.b.c' },
];

const SEEN = [
  { ...acme, listed: { server: 'google-gmail', tools: [] } },
  {
    ...acme,
    listed: { server: 'crm', tools: [{ name: 'send', fingerprint: 'A'.repeat(43) }] },
    callerToken: 'a.b.c',
  },
];

const own = {
  id: 'crm',
  name: 'Ours',
  provider: 'custom~crm',
  url: 'https://{shop}.example.com/mcp',
  allowedHosts: ['{shop}.example.com', 'crm.example:8443', '[2001:db8::1]'],
  apiHosts: ['api.example.com'],
  placements: [
    { in: 'header', name: 'X-Token', value: '{accessToken}', encode: 'base64', prefix: 'Basic ' },
    { in: 'query', name: 'token', value: 'x{accessToken}' },
    { in: 'env', name: 'CRM_JSON', value: { json: { token: '{accessToken}', of: '{clientId}' } } },
  ],
  removeHeaders: ['cookie'],
  binding: 'request',
  discovery: false,
  scopes: ['read'],
  tools: ['find'],
};
const members = Array.from({ length: 16 }, (_, index) => [`m${index}`, '{clientId}']);
const named = { json: { constructor: '{accessToken}', toString: 'x', prototype: 'y', hasOwnProperty: 'z' } };
const full = { in: 'env', name: 'CRM_JSON', value: { json: Object.fromEntries(members) } };
const address = (path: string) => `https://as.example/${path}`;
const remote = {
  url: 'https://mcp.example/mcp',
  resource: 'https://mcp.example/',
  issuer: 'https://as.example',
  authorizationEndpoint: address('authorize'),
  tokenEndpoint: address('token'),
  issuerInResponse: true,
  clientMethods: ['none'],
  takesDocument: false,
  scopes: ['a', 'b'],
  instance: ID,
};
const REMOTES = [
  remote,
  {
    ...remote,
    url: 'http://127.0.0.1:8080/mcp?team=a',
    claimedIssuer: 'https://as.example/tenant',
    registrationEndpoint: address('register'),
    revocationEndpoint: address('revoke'),
    userinfoEndpoint: address('userinfo'),
    introspectionEndpoint: address('introspect'),
    jwksUri: address('keys'),
    clientMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  },
];

/** A row holds what the schema gave, so a text that the schema would still trim was not written by it. */
function readAsWritten(schema: z.ZodType, value: unknown): unknown {
  const { success, data } = schema.safeParse(value);
  return success && sameTexts(value, data) ? data : undefined;
}
function sameTexts(value: unknown, data: unknown): boolean {
  if (typeof data === 'string') return data === value;
  if (typeof data !== 'object' || data === null) return true;
  if (Object.keys(data).length !== Object.keys(value as object).length) return false;
  return Object.entries(data).every(([name, each]) =>
    sameTexts((value as Record<string, unknown>)[name], each),
  );
}

const JUDGES: [string, (value: unknown) => unknown, (value: unknown) => unknown, unknown[]][] = [
  [
    'an injection request',
    readInjectionRequest,
    (value) => InjectionRequest.safeParse(value).data,
    INJECTIONS,
  ],
  ['a check request', readCheckRequest, (value) => CheckRequest.safeParse(value).data, CHECKS],
  ['a question for all servers', readServersRequest, (value) => ServersRequest.safeParse(value).data, LISTS],
  ['what a runtime saw', readListedRequest, (value) => ListedRequest.safeParse(value).data, SEEN],
  [
    'a stored registration',
    registrationInRow,
    (value) => readAsWritten(ServerRegistration, value),
    [
      own,
      { ...own, placements: [full], binding: 'process', url: undefined },
      { ...own, placements: [{ in: 'header', name: 'X-Token', value: named }] },
    ],
  ],
  ['a stored remote server', remoteServerInRow, (value) => readAsWritten(RemoteServer, value), REMOTES],
];

describe('T056: judged without zod as with it', () => {
  it.each(JUDGES)('%s', (_name, judge, schema, samples) => {
    for (const sample of samples) expect(judge(sample)).toEqual(sample);
    let taken = 0;
    fc.assert(
      fc.property(changedValue(samples), (value) => {
        const read = judge(value);
        if (read !== undefined) taken++;
        expect(read).toStrictEqual(schema(value));
      }),
      { numRuns: VALUES },
    );
    // Else it would have compared refusals alone.
    expect(taken).toBeGreaterThan(VALUES / 20);
    expect(VALUES - taken).toBeGreaterThan(VALUES / 20);
  });
});

it('a placement of 17 members is none, as with it', () => {
  const json = Object.fromEntries([...members, ['m16', '{clientId}']]);
  const value = { ...own, placements: [{ ...full, value: { json } }], binding: 'process' };
  expect(registrationInRow(value)).toBeUndefined();
  expect(ServerRegistration.safeParse(value).success).toBe(false);
});

it('each registration of the catalogue is one', () => {
  const servers = [...registeredServers(CATALOGUE, []).values()];
  expect(servers.length).toBeGreaterThan(20);
  for (const { registration } of servers) expect(registrationInRow(registration)).toEqual(registration);
});
