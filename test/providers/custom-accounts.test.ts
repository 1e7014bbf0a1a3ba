/**
 * T248: the account of a provider without `sub`. An answer that does not say exactly which account it is names none, and two accounts
 * are never one.
 * Covers src/providers/custom-account.ts, src/oauth/account/identify-account.ts, src/oauth/dialects.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oauthError, tooManyRequests } from '../../local/scripted-providers/answers.ts';
import { github } from '../../local/scripted-providers/providers/github.ts';
import { bearerOf } from '../../local/scripted-providers/received-request.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { OAuthAppBody } from '../../src/contract/resources.ts';
import { bodyWithAccount, HOST } from './custom-account-body.ts';
import { openCustomWorld, register } from './custom-world.ts';
import { connect } from './run-journey.ts';
import { CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

const PROVIDER = 'custom~acme';
const KEY = { workspaceId: WORKSPACE, connectionId: PROVIDER };

/** The text of the account endpoint's answer. `TOKEN` stands for the access token. */
let answer: string;

const scripted: ScriptedProvider = {
  provider: PROVIDER,
  expected: { account: 'Ann', scopes: [], allowedHosts: [HOST], refreshes: true, revocation: 'revoked' },
  tokens: { reuse: 'ends-grant' },
  authorization: { at: `https://${HOST}/authorize`, pkce: 'S256' },
  token: {
    at: `POST ${HOST}/token`,
    credentials: 'basic',
    tokens: ({ access, refresh }) => ({ access_token: access, refresh_token: refresh, expires_in: 3600 }),
    wrongClient: oauthError(401, 'invalid_client'),
    wrongCode: oauthError(400, 'invalid_grant'),
    refresh: { deadGrant: oauthError(400, 'invalid_grant'), throttled: tooManyRequests(30) },
  },
  endpoints: {
    [`GET ${HOST}/me`]: (request) => ({
      status: 200,
      body: answer.replaceAll('TOKEN', bearerOf(request) ?? ''),
    }),
  },
};

let world: World;
beforeEach(async () => {
  world = await openCustomWorld(scripted);
  await register(world, OAuthAppBody.parse(bodyWithAccount({ id: 'data.id', label: 'data.login' })));
});
afterEach(() => world.close());

const answered = (text: string) => {
  answer = text;
  return connect(world);
};

describe('T248: an answer names no account', () => {
  it.each([
    ['with a number of 2^53', '{"data":{"id":9007199254740992}}'],
    ['with a number beyond 2^53', '{"data":{"id":9007199254740993}}'],
    ['with a negative number beyond 2^53', '{"data":{"id":-9007199254740993}}'],
    ['with a fraction', '{"data":{"id":1.5}}'],
    ['with an exponent beyond every number', '{"data":{"id":1e400}}'],
    ['with zero below zero', '{"data":{"id":-0}}'],
    ['with an empty text', '{"data":{"id":""}}'],
    ['with a blank', '{"data":{"id":" "}}'],
    ['with a text that ends in a blank', '{"data":{"id":"7 "}}'],
    ['with an invisible character', '{"data":{"id":"7\\u200b"}}'],
    ['with a line break', '{"data":{"id":"7\\n8"}}'],
    ['with half a character', '{"data":{"id":"7\\ud800"}}'],
    ['with a text of 300 characters', `{"data":{"id":"${'7'.repeat(300)}"}}`],
    ['with the word undefined', '{"data":{"id":"undefined"}}'],
    ['with the word null', '{"data":{"id":"null"}}'],
    ['with null', '{"data":{"id":null}}'],
    ['with true', '{"data":{"id":true}}'],
    ['with an object', '{"data":{"id":{"id":7}}}'],
    ['with a list', '{"data":{"id":[7]}}'],
    ['with a list where an object should be', '{"data":[{"id":7}]}'],
    ['with a text where an object should be', '{"data":"id"}'],
    ['without the member', '{"data":{}}'],
    ['without the object', '{"id":7}'],
    ['with the member in a prototype', '{"data":{"__proto__":{"id":7}}}'],
    ['with the object in a prototype', '{"__proto__":{"data":{"id":7}}}'],
    ['with a null where an object should be', '{"data":null}'],
    ['with a mail address', '{"data":{"id":"ann@acme.example"}}'],
    ['with the token as the id', '{"data":{"id":"TOKEN"}}'],
    ['with the token in the label, between invisible characters', '{"data":{"id":7,"login":"\\u200bTOKEN"}}'],
    ['with the token in the label', '{"data":{"id":7,"login":"I am TOKEN"}}'],
    [
      'with the beginning of the token at the end of a label',
      `{"data":{"id":7,"login":"${'x'.repeat(110)}TOKEN"}}`,
    ],
    ['that is no JSON', 'data.id=7'],
    ['that is empty', ''],
  ])('%s', async (_title, text) => {
    await expect(answered(text)).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(await world.ports.connections.read(KEY)).toBeUndefined();
  });
});

describe('T248: two accounts are two', () => {
  it('by the type of the id, and the same one is known again', async () => {
    expect(await answered('{"data":{"id":1,"login":"ann"}}')).toMatchObject({ accountLabel: 'ann' });
    await expect(answered('{"data":{"id":"1","login":"ann"}}')).rejects.toMatchObject({
      code: 'account_mismatch',
    });
    await expect(answered('{"data":{"id":"number 1","login":"ann"}}')).rejects.toMatchObject({
      code: 'account_mismatch',
    });
    await expect(answered('{"data":{"id":2,"login":"ann"}}')).rejects.toMatchObject({
      code: 'account_mismatch',
    });
    // A login changes hands; the account stays who it is.
    expect(await answered('{"data":{"id":1,"login":"ann-renamed"}}')).toMatchObject({
      accountLabel: 'ann-renamed',
    });
  });

  it('up to the last number that JSON says exactly, which people see where there is no label', async () => {
    expect(await answered('{"data":{"id":9007199254740991}}')).toMatchObject({
      accountLabel: '9007199254740991',
    });
    await expect(answered('{"data":{"id":9007199254740992}}')).rejects.toMatchObject({
      code: 'provider_unreachable',
    });
  });

  it('T074: the label is scrubbed and cut, and is no part of the account', async () => {
    const login = `a\\u202en\\u0000n${'x'.repeat(300)}`;
    const { accountLabel = '' } = await answered(`{"data":{"id":7,"login":"${login}"}}`);
    expect([accountLabel.length, accountLabel.slice(0, 4)]).toEqual([120, 'annx']);
  });

  it('by the instance: the same id at another host is another account', async () => {
    const first = await answered('{"data":{"id":7}}');
    await register(
      world,
      OAuthAppBody.parse(bodyWithAccount({ id: 'data.id' }, { issuer: `https://${HOST}/other-tenant` })),
    );
    await expect(answered('{"data":{"id":7}}')).rejects.toMatchObject({ code: 'account_mismatch' });
    expect((await world.ports.connections.read(KEY))?.accountFingerprint).toBe(first.accountFingerprint);
  });
});

describe('T248: for the catalogue too', () => {
  /** GitHub's account endpoint, with this text of a number. */
  const githubWith = (id: string): ScriptedProvider => ({
    ...github,
    endpoints: {
      ...github.endpoints,
      'GET api.github.com/user': () => ({ status: 200, body: `{"id":${id},"login":"ann"}` }),
    },
  });

  it('a number that JSON does not say exactly names no account', async () => {
    const catalogue = await openWorld(githubWith('9007199254740993'));
    await putVerifiedApp(catalogue.ports, { provider: 'github', clientId: CLIENT.clientId });
    await expect(connect(catalogue)).rejects.toMatchObject({ code: 'provider_unreachable' });
    await catalogue.close();
  });

  it('the last one that it says exactly is known again', async () => {
    const catalogue = await openWorld(githubWith('9007199254740991'));
    await putVerifiedApp(catalogue.ports, { provider: 'github', clientId: CLIENT.clientId });
    const { accountFingerprint } = await connect(catalogue);
    expect((await connect(catalogue)).accountFingerprint).toBe(accountFingerprint);
    await catalogue.close();
  });
});
