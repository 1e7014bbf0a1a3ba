/**
 * Every route of every function that takes a caller's token, by every kind of JWT that the issuer signs.
 * Covers src/oauth/jwt/access-token-profiles.ts, src/oauth/jwt/judge-token-kind.ts, src/oauth/jwt/verify-access-token.ts,
 * lambdas/verify-caller.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_TOKEN_PROFILE_NAMES, type AccessTokenProfileName } from '../../src/contract/environment.ts';
import { answerFunctions } from '../setup/stand-in-fetch.ts';
import { PROXIED_SERVER } from '../stack/stage-template.ts';
import { authorizerEvent, bearer, callHeaders } from './authorizer-events.ts';
import { type Doors, doorsOfStage, guardedRoutes, requestOf } from './doors.ts';
import { behindTheGateway, buildIn, captureLog, coldStart } from './entry.ts';
import { callerToken, issuerFetch } from './issuer-stand-in.ts';
import { type CountedTable, countedTable } from './table-behind-a-counter.ts';
import { ACCESS_TOKENS, type Kind, LOOK_ALIKES, NEVER } from './token-kinds.ts';

answerFunctions(issuerFetch);

let table: CountedTable;
beforeAll(async () => {
  buildIn([PROXIED_SERVER]);
  table = await countedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  captureLog();
});

/** All functions have one verifier, so every route is asked for one profile, and one route of a function for the others. */
const doorsOf = (accessTokens: AccessTokenProfileName): Promise<Doors> =>
  doorsOfStage(table, { accessTokens }, accessTokens === 'rfc9068' ? undefined : 1);

const signed = ({ claims, header }: Kind) => callerToken(claims, undefined, header);
/** Ada is a member, so what only admins may change is not changed by a token that is taken. */
const answersTo = async (doors: Doors, kind: Kind) => {
  const token = await signed(kind);
  const answers = new Map<string, string>();
  for (const [name, door] of Object.entries(doors)) answers.set(name, await door(token));
  return answers;
};
const all = (doors: Doors, answer: string) => new Map(Object.keys(doors).map((name) => [name, answer]));
const over = (good: Kind, { claims, header }: Kind): Kind => ({
  claims: { ...good.claims, ...claims },
  header: { ...good.header, ...header },
});

describe.each(ACCESS_TOKEN_PROFILE_NAMES)('where the issuer sends %s', (profile) => {
  let doors: Doors;
  beforeAll(async () => {
    doors = await doorsOf(profile);
    expect(Object.keys(doors).length).toBeGreaterThan(profile === 'rfc9068' ? 12 : 3);
  });
  const [[, good] = ['', {}]] = Object.entries(ACCESS_TOKENS[profile]);

  it.each(Object.entries(ACCESS_TOKENS[profile]))('%s is taken at every door', async (_title, kind) => {
    expect(await answersTo(doors, kind)).toEqual(all(doors, 'taken'));
  });

  it.each([
    ...Object.entries(LOOK_ALIKES[profile]),
    ...Object.entries(NEVER).map(([title, kind]) => [title, over(good, kind)] as const),
  ])('%s: refused at every door, and nothing is read or written', async (_title, kind) => {
    table.requests.length = 0;
    expect(await answersTo(doors, kind)).toEqual(all(doors, 'refused'));
    expect(table.requests).toEqual([]);
  });
});

describe('T055: a claim of workspaces that cannot be read', () => {
  it.each<[string, unknown]>([
    ['an object among the entries', ['acme:member', {}]],
    ['a name with a space', ['x:member acme:member']],
    ['a text of two entries', 'acme:member globex:member'],
  ])('%s gives no right at any door', async (_title, workspaces) => {
    const token = await signed({ claims: { workspaces } });
    const start = (name: Parameters<typeof coldStart>[0]) =>
      coldStart(name, { dynamodb: table.endpoint, values: { proxiedServers: 'crm' } });
    for (const name of ['connections-api', 'connect'] as const) {
      const send = behindTheGateway(await start(name));
      for (const route of guardedRoutes(name)) {
        const { statusCode, body } = await send(requestOf(route, token));
        expect([statusCode, JSON.parse(body).code]).toEqual([403, 'workspace_claim_refused']);
      }
    }
    const doors = await doorsOf('rfc9068');
    expect(await doors['token-injector']?.(token)).toBe('refused');
    const authorize = await start('token-authorizer');
    const event = authorizerEvent({ headers: callHeaders('find', bearer(token)) });
    expect(await authorize(event, undefined)).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
      context: { reason: 'caller_not_authorized' },
    });
  });
});

describe('a function that is told something else', () => {
  it.each([
    ['accessTokens', 'anything', 'profile of access tokens'],
    ['accessTokens', 'constructor', 'profile of access tokens'],
    ['accessTokenMaxAge', 'never', 'age of access tokens'],
    ['accessTokenMaxAge', '0', 'age of access tokens'],
    ['accessTokenMaxAge', '1e9', 'age of access tokens'],
    ['accessTokenMaxAge', 'NaN', 'age of access tokens'],
    ['issuerKeysStale', 'NaN', 'stale keys of the issuer'],
    ['issuerKeysStale', '-1', 'stale keys of the issuer'],
    // A variable without a text is one that is not there.
    ['issuerKeysStale', '', 'CONNECTIONS_ISSUER_KEYS_STALE'],
  ])('does not start with %s = %s', async (name, value, fault) => {
    const options = { dynamodb: table.endpoint, values: { [name]: value } };
    await expect(coldStart('connections-api', options)).rejects.toThrow(fault);
  });
});
