/**
 * What a token endpoint's 200 may hold: the grammar itself, and the whole way through oauth4webapi.
 * Covers src/oauth/token-answer.ts, src/oauth/token-success.ts, src/oauth/carried-token.ts, src/oauth/oauth-fetch.ts,
 * src/oauth/dialects.ts.
 */
import { describe, expect, it } from 'vitest';
import type { OAuthFacts } from '../../src/oauth/provider.ts';
import { type TokenAnswer, tokenAnswer, UnusableTokenAnswer } from '../../src/oauth/token-answer.ts';
import { refreshTokens } from '../../src/oauth/token-endpoint.ts';
import { tokenFailure } from '../../src/oauth/token-failure.ts';
import { Secret } from '../../src/vault/secret.ts';
import { contextOf, factsOf, scriptedProvider } from './scripted-provider.ts';

const TEN_YEARS = 10 * 365 * 24 * 3600;
const GOOD = { access_token: 'at', token_type: 'bearer', expires_in: 600 };

/** A refresh whose answer has this JSON text. */
async function answered(
  json: string,
  facts: Partial<OAuthFacts> = {},
  headers?: Record<string, string>,
): Promise<TokenAnswer> {
  const { origin } = await scriptedProvider(() => ({ body: json, ...(headers && { headers }) }));
  return refreshTokens(contextOf(origin, facts), { refreshToken: new Secret('rt'), redirectUri: '' });
}

const withFields = (fields: Record<string, unknown>, facts?: Partial<OAuthFacts>) =>
  answered(JSON.stringify({ ...GOOD, ...fields }), facts);

async function failureOf(fields: Record<string, unknown> | string) {
  const json = typeof fields === 'string' ? fields : JSON.stringify({ ...GOOD, ...fields });
  const error = await answered(json).then(
    () => undefined,
    (cause) => cause,
  );
  return { error, failure: error && tokenFailure(error, factsOf('https://provider.example')) };
}

const LOST = { kind: 'transient', maybeSpent: true };

describe('T149: a token is visible ASCII of a bounded length', () => {
  const BAD = {
    'a line break': 'a\r\nx-evil: 1',
    'a line feed at its end': 'a\n',
    'a NUL': 'a\0b',
    'an escape': 'a\u001bb',
    DEL: 'a\u007f',
    'a space': 'a b',
    'non-ASCII': 'tökén',
    'an emoji': '🔑',
    'a lone surrogate': '\ud800',
    'a full-width letter': 'Ａ',
    nothing: '',
    '8,193 characters': 'a'.repeat(8193),
  };

  it.each(Object.entries(BAD))('T149: an access token with %s is no token', async (_title, access_token) => {
    const { failure } = await failureOf({ access_token });
    expect(failure).toEqual(LOST);
    expect(() => tokenAnswer({ ...GOOD, token_type: 'bearer', access_token }, factsOf(''))).toThrow(
      'unusable token answer',
    );
  });

  it.each(Object.entries(BAD))(
    'T149: nor a refresh token with %s, which costs no access token',
    async (_title, refresh_token) => {
      const answer = await withFields({ refresh_token });
      expect(answer.access.reveal()).toBe('at');
      expect(answer).not.toHaveProperty('refresh');
      expect(answer.isRefreshUnusable).toBe(true);
    },
  );

  it.each(Object.entries(BAD))(
    'beside an access token with %s the refresh token is saved',
    async (_title, access_token) => {
      const { error } = await failureOf({ access_token, refresh_token: 'rt2' });
      const { access, refresh } = (error as UnusableTokenAnswer).answer;
      expect(access).toBeUndefined();
      expect(refresh?.reveal()).toBe('rt2');
    },
  );

  it('takes every visible character, and 8,192 of them', async () => {
    const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    const access_token = visible.repeat(90).slice(0, 8192);
    const { access, refresh } = await withFields({ access_token, refresh_token: visible });
    expect(access.reveal()).toBe(access_token);
    expect(refresh?.reveal()).toBe(visible);
  });

  it.each([
    ['a number', 7],
    ['an object', {}],
    ['an array', ['at']],
    ['a boolean', true],
    ['null', null],
    ['nothing', undefined],
  ])('T045: an access token that is %s is none', async (_title, access_token) => {
    expect((await failureOf({ access_token })).failure).toEqual(LOST);
  });

  it('T064: does not come back in the error', async () => {
    const { error } = await failureOf({ access_token: 'leak me not' });
    expect(String(error) + JSON.stringify(error)).not.toContain('leak');
    expect((error as Error).cause).toBeUndefined();
  });
});

describe('scopes', () => {
  it('are as told, and none where what is told are no scopes: they are kept beside the tokens', async () => {
    expect((await withFields({ scope: 'a b' })).scopes).toEqual(['a', 'b']);
    const many = (count: number, length: number) =>
      Array.from({ length: count }, (_, at) => String(at).padStart(length, 's')).join(' ');
    expect((await withFields({ scope: many(300, 100) })).scopes).toHaveLength(300);
    expect((await withFields({ scope: many(301, 4) })).scopes).toBeUndefined();
    expect((await withFields({ scope: many(1, 301) })).scopes).toBeUndefined();
  });
});

describe('the lifetime', () => {
  it.each<[string, unknown, number]>([
    ['a number', 600, 600],
    ['a number in a string', '600', 600],
    ['a fraction', 600.9, 600],
    ['less than a second', 0.5, 1],
    ['one second', 1, 1],
    ['a hundred years', 3_155_760_000, TEN_YEARS],
    ['beyond what a date holds', 8.64e15, TEN_YEARS],
    ['beyond what the table holds', 1e300, TEN_YEARS],
    ['beyond it as a string', '1e300', TEN_YEARS],
  ])('T124: that is %s', async (_title, expires_in, expected) => {
    const { expiresIn } = await withFields({ expires_in });
    expect(expiresIn).toBe(expected);
    // What the broker makes of it is still a date.
    expect(() => new Date(Date.now() + expected * 1_000).toISOString()).not.toThrow();
  });

  it.each([
    ['zero', '0'],
    ['negative', '-1'],
    ['negative in a string', '"-600"'],
    ['infinite', '1e999'],
    ['a word', '"soon"'],
    ['empty', '""'],
    ['null', 'null'],
    ['an object', '{}'],
    ['a boolean', 'true'],
  ])('T124: that is %s is the usual one, and the tokens are kept', async (_title, value) => {
    const body = `{"access_token":"at","token_type":"bearer","expires_in":${value}}`;
    expect((await answered(body)).expiresIn).toBe(3600);
  });

  it('T124: that is missing is the provider’s usual one, or none where its tokens have no clock', async () => {
    expect((await withFields({ expires_in: undefined })).expiresIn).toBe(3600);
    expect((await withFields({ expires_in: undefined }, { accessTokenLifetime: 'endless' })).expiresIn).toBe(
      undefined,
    );
    expect((await withFields({}, { accessTokenLifetime: 'endless' })).expiresIn).toBe(600);
  });

  it('of the refresh token is taken where it is a number, and bounded', async () => {
    expect((await withFields({ refresh_token_expires_in: 900 })).refreshExpiresIn).toBe(900);
    expect((await withFields({ refresh_token_expires_in: 1e300 })).refreshExpiresIn).toBe(TEN_YEARS);
    for (const value of ['900', null, undefined, {}, 0, -1])
      expect((await withFields({ refresh_token_expires_in: value })).refreshExpiresIn).toBeUndefined();
  });
});

describe('a refresh answer is a patch', () => {
  it('T121: without a refresh token, which says nothing of the old one', async () => {
    expect(await withFields({})).not.toHaveProperty('refresh');
  });

  it('T122: with the same refresh token, or another', async () => {
    expect((await withFields({ refresh_token: 'rt' })).refresh?.reveal()).toBe('rt');
    expect((await withFields({ refresh_token: 'rt2' })).refresh?.reveal()).toBe('rt2');
  });

  it.each<[string, string | undefined, ' ' | ',', string[] | undefined]>([
    ['by spaces', 'a b', ' ', ['a', 'b']],
    ['by commas', 'a,b', ',', ['a', 'b']],
    ['with gaps and twice the same', ' a  b a ', ' ', ['a', 'b']],
    ['that are none', '', ' ', []],
    ['that are not told', undefined, ' ', undefined],
  ])('T044 T122: with scopes %s', async (_title, scope, answerSeparator, expected) => {
    const scopes = {
      parameter: 'scope' as const,
      always: [],
      requestSeparator: ' ' as const,
      answerSeparator,
    };
    expect((await withFields({ scope }, { scopes })).scopes).toEqual(expected);
  });

  it.each([7, null, [], [7], { a: 1 }, true])('with a scope of %j names none', async (scope) => {
    const answer = await withFields({ scope });
    expect(answer.access.reveal()).toBe('at');
    expect(answer).not.toHaveProperty('scopes');
  });

  it.each([
    'text/html',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'json',
    '',
    undefined,
  ])('declared as %j brings its tokens', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const answer = await answered(JSON.stringify({ ...GOOD, refresh_token: 'rt2' }), {}, headers);
    expect([answer.access.reveal(), answer.refresh?.reveal()]).toEqual(['at', 'rt2']);
  });

  it('with a list of scopes names those', async () => {
    expect((await withFields({ scope: ['a', 'b'] })).scopes).toEqual(['a', 'b']);
  });

  it('names no scopes where one is not text that the table takes', async () => {
    expect(await withFields({ scope: 'a \ud800' })).not.toHaveProperty('scopes');
    expect(await withFields({ scope: 'a b\u0000' })).not.toHaveProperty('scopes');
  });

  it.each(['mac', 'bot', 'Bearer ', '', undefined, null, 7, ['bearer'], {}])(
    'of token_type %j is good',
    async (token_type) => {
      expect((await withFields({ token_type })).access.reveal()).toBe('at');
    },
  );

  it.each(['DPoP', 'dpop', ' DPOP '])(
    'T045: of token_type %j is unusable, and its tokens are told for a revocation',
    async (token_type) => {
      const { failure, error } = await failureOf({ token_type, refresh_token: 'rt2' });
      expect(failure).toEqual(LOST);
      const { access, refresh } = (error as UnusableTokenAnswer).answer;
      expect([access?.reveal(), refresh?.reveal()]).toEqual(['at', 'rt2']);
    },
  );

  it.each([200, 201, 202, 203, 206, 299])('at status %i is good', async (status) => {
    const { origin } = await scriptedProvider(() => ({ status, body: JSON.stringify(GOOD) }));
    const input = { refreshToken: new Secret('rt'), redirectUri: '' };
    expect((await refreshTokens(contextOf(origin), input)).access.reveal()).toBe('at');
  });

  it('is no success of a refresh token beside an error', async () => {
    expect((await failureOf('{"error":"x","refresh_token":"rt2"}')).error).not.toBeInstanceOf(
      UnusableTokenAnswer,
    );
  });

  it('keeps its tokens where a dialect makes an error of them, or throws', async () => {
    const worse: OAuthFacts['dialect'][] = [
      { answer: () => ({ status: 400, body: { error: 'invalid_grant' } }) },
      { answer: () => ({ status: 200, body: null }) },
      {
        answer: () => {
          throw new TypeError('not foreseen');
        },
      },
    ];
    for (const dialect of worse) expect((await withFields({}, { dialect })).access.reveal()).toBe('at');
  });

  it('T143: says that its connection facts are refused, also where they cannot be read', async () => {
    const refused = await withFields({}, { connectionFacts: () => undefined });
    expect(refused).toMatchObject({ areFactsRefused: true });
    expect(refused).not.toHaveProperty('facts');
    const unread = () => {
      throw new TypeError('not foreseen');
    };
    expect(await withFields({}, { connectionFacts: unread })).toMatchObject({ areFactsRefused: true });
    const account = { kind: 'token-answer' as const, read: unread };
    expect(await withFields({}, { account })).not.toHaveProperty('account');
  });

  it('T045: of token_type Bearer in any case is good', async () => {
    expect((await withFields({ token_type: 'BEARER' })).access.reveal()).toBe('at');
  });

  it('T176: pollutes nothing', async () => {
    await answered('{"access_token":"at","token_type":"bearer","__proto__":{"polluted":1},"constructor":{}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
