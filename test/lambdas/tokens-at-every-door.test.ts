/**
 * Every kind of token that a person’s programs hold, at every route, at the proxies, the injector and each address for MCP clients:
 * a token is good for the one thing that it was issued for.
 * Covers src/oauth/jwt/is-audience.ts, lambdas/verify-caller.ts, lambdas/mcp-address.ts, lambdas/mcp-sign-in.ts,
 * lambdas/mcp-endpoint.ts, src/endpoint/authorize-visit.ts.
 */
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { PROXIED_SERVER } from '../stack/stage-template.ts';
import { type Doors, doorsOfMcp, doorsOfStage, MCP_PATHS } from './doors.ts';
import { buildIn, captureLog, VALUES } from './entry.ts';
import { callerToken, issuerFetch } from './issuer-stand-in.ts';
import { type CountedTable, countedTable } from './table-behind-a-counter.ts';

answerFunctions(issuerFetch);

const ADDRESS = VALUES.mcpAddress;
const OWN_AUDIENCE = 'urn:connections:mcp';
/** Where the stage says nothing, the audience is the address that is called. */
const STAGES = {
  'whose audiences are the addresses': VALUES.mcpAudience,
  'whose addresses have one audience': OWN_AUDIENCE,
};

let table: CountedTable;
beforeAll(async () => {
  buildIn([PROXIED_SERVER]);
  table = await countedTable();
});
beforeEach(() => {
  captureLog();
});
afterAll(async () => {
  await table?.close();
  vi.unstubAllGlobals();
});

const HOUR_AGO = Math.floor(Date.now() / 1_000) - 3_600;
const ID_TOKEN = { typ: 'JWT' };
const another = await generateKeyPair('ES256');
const unsigned = (claims: object) =>
  [{ alg: 'none', typ: 'at+jwt' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
const mcpToken = (path: string) => callerToken({ aud: `${ADDRESS}${path}` });
const opened = (...paths: string[]) =>
  paths.flatMap((path) => [`mcp-sign-in ${path}`, `mcp-endpoint ${path}`]);
const NOWHERE: readonly string[] = [];

/** What opens doors in both stages. `HTTP API and proxies` stands for all doors of the first part but the injector. */
const ISSUED: [string, () => Promise<string>, Record<keyof typeof STAGES, readonly string[]>][] = [
  [
    'an access token of the dashboard',
    () => callerToken(),
    {
      'whose audiences are the addresses': ['HTTP API and proxies', 'token-injector'],
      'whose addresses have one audience': ['HTTP API and proxies', 'token-injector'],
    },
  ],
  ...MCP_PATHS.map(
    (path) =>
      [
        `an MCP client’s token for ${JSON.stringify(path)}`,
        () => mcpToken(path),
        {
          'whose audiences are the addresses': ['token-injector', ...opened(path)],
          'whose addresses have one audience': NOWHERE,
        },
      ] as (typeof ISSUED)[number],
  ),
  [
    'an MCP client’s token for the one audience',
    () => callerToken({ aud: OWN_AUDIENCE }),
    {
      'whose audiences are the addresses': NOWHERE,
      'whose addresses have one audience': ['token-injector', ...opened(...MCP_PATHS)],
    },
  ],
];

const audiences = [VALUES.jwtAudience, `${ADDRESS}/acme`, OWN_AUDIENCE];
const forEach = (title: string, make: (aud: string) => Promise<string>) =>
  audiences.map((aud) => [`${title} for ${aud}`, () => make(aud)] as const);
/** What opens nothing. */
const REFUSED: (readonly [string, () => Promise<string> | string])[] = [
  ['an ID token', () => callerToken({ aud: VALUES.dashboardClientId, nonce: 'n' }, undefined, ID_TOKEN)],
  ['an access token for the dashboard’s client', () => callerToken({ aud: VALUES.dashboardClientId })],
  ...forEach('an ID token', (aud) => callerToken({ aud }, undefined, ID_TOKEN)),
  ...forEach('an expired access token', (aud) => callerToken({ aud, iat: HOUR_AGO, exp: HOUR_AGO + 600 })),
  ...forEach('an access token of another issuer', (aud) => callerToken({ aud, iss: 'https://evil.example' })),
  ...forEach('an access token that somebody else signed', (aud) => callerToken({ aud }, another.privateKey)),
  ...forEach('an unsigned token', async (aud) => `${unsigned({ aud, sub: 'ada', exp: 2 ** 32 }).join('.')}.`),
  ...forEach('a refresh token that is a JWT', (aud) =>
    callerToken({ aud, typ: 'Refresh' }, undefined, { typ: 'rt+jwt' }),
  ),
  ['the tokens of both', () => callerToken({ aud: [VALUES.jwtAudience, `${ADDRESS}/acme`] })],
  ['a token for two addresses', () => callerToken({ aud: [`${ADDRESS}/acme`, `${ADDRESS}/~me`] })],
  ['a token for the address of another stage', () => callerToken({ aud: 'https://other.example/mcp/acme' })],
  ['a token for a longer name', () => callerToken({ aud: `${ADDRESS}x/acme` })],
  ['a token without audience', () => callerToken({ aud: undefined })],
  ['an opaque refresh token', () => 'v1.MjQ3-_kXc0Q0bVZyN2dZ'],
  ['garbage', () => 'a.b.c'],
  ['a session id of the endpoint', () => 'eyJ2IjoxfQ.c2lnbmF0dXJl'],
  ['no token at all', () => ''],
];

describe.each(Object.keys(STAGES) as (keyof typeof STAGES)[])('T225: a stage %s', (stage) => {
  let doors: Doors;
  beforeAll(async () => {
    const mcpAudience = STAGES[stage];
    const injectorAudiences = `${VALUES.jwtAudience} ${mcpAudience}`;
    doors = {
      ...(await doorsOfStage(table, { injectorAudiences })),
      ...(await doorsOfMcp(table, { mcpAudience })),
    };
    expect(Object.keys(doors).length).toBeGreaterThan(30);
  });

  /** The doors that took it. Those of the HTTP API and the proxies are one name, since they take the same. */
  async function takenAt(token: string): Promise<string[]> {
    const taken: string[] = [];
    for (const [name, door] of Object.entries(doors)) if ((await door(token)) === 'taken') taken.push(name);
    const isOfApi = (name: string) => name !== 'token-injector' && !name.startsWith('mcp-');
    const ofApi = taken.filter(isOfApi);
    if (ofApi.length !== Object.keys(doors).filter(isOfApi).length) return taken.toSorted();
    return ['HTTP API and proxies', ...taken.filter((name) => !isOfApi(name))].toSorted();
  }

  it.each(ISSUED)('takes %s where it belongs', async (_title, make, expected) => {
    expect(await takenAt(await make())).toEqual(expected[stage].toSorted());
  });

  it.each(REFUSED)('takes %s nowhere, and reads and writes nothing', async (_title, make) => {
    table.requests.length = 0;
    expect(await takenAt(await make())).toEqual([]);
    expect(table.requests).toEqual([]);
  });
});
