/**
 * What is told of a provider’s answer to the check of an OAuth app: whether it knows the client, and none of its own sentences.
 * Covers src/broker/app-check/check-oauth-app.ts, src/oauth/client-verdict.ts, src/oauth/refused-answer.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answering } from '../remote/scripted-internet.ts';
import { type AppWorld, appWorld, error, GIVEN, SECRET, TOKEN } from './app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});

describe('what a provider answers to a code that cannot exist', () => {
  it.each([
    ['accepted', error('invalid_grant'), 'invalid_grant', 400],
    ['accepted', error('invalid_grant', 401), 'invalid_grant', 401],
    ['accepted', error('bad_verification_code', 200), 'bad_verification_code', 200],
    ['refused', error('invalid_client', 401), 'invalid_client', 401],
    ['refused', error('incorrect_client_credentials', 200), 'incorrect_client_credentials', 200],
    ['refused', error('some_code', 401), 'some_code', 401],
    ['refused', { status: 401, body: 'go away' }, undefined, 401],
    ['redirect_uri_refused', error('redirect_uri_mismatch'), 'redirect_uri_mismatch', 400],
    ['redirect_uri_refused', error('bad_redirect_uri', 200), 'bad_redirect_uri', 200],
    ['unclear', error('invalid_request'), 'invalid_request', 400],
    ['unclear', error('unsupported_grant_type'), 'unsupported_grant_type', 400],
    ['unclear', error('invalid_client', 429), 'invalid_client', 429],
    ['unclear', error('invalid_client', 503), undefined, 503],
    ['unclear', { status: 302, headers: { location: 'https://evil.example' } }, undefined, 302],
    ['unclear', { status: 403, body: '<html>' }, undefined, 403],
    ['unclear', { body: { access_token: 'a-token', token_type: 'bearer' } }, undefined, 200],
    // A sentence, or a secret that came back, is no code.
    ['unclear', error('a sentence with blanks'), undefined, 400],
    ['unclear', error('x'.repeat(65)), undefined, 400],
    ['unclear', error(`no_${SECRET}`), undefined, 400],
  ] as [string, Answering, string | undefined, number][])(
    'is %s: %j',
    async (outcome, answering, code, status) => {
      world.net.at(TOKEN, answering);
      const { status: answered, body } = await world.checked(GIVEN);
      expect(answered).toBe(200);
      expect(body).toEqual({
        ...{ outcome, status, host: 'id.crm.example', checkedAt: expect.any(String) },
        redirectUri: 'https://api.broker.example/oauth/callback/custom~crm/acme',
        custom: expect.objectContaining({ tokenEndpoint: TOKEN }),
        ...(code !== undefined && { error: code }),
      });
      expect(world.net.to('https://')).toHaveLength(1);
      expect(world.net.arrived[0]?.url.href).toBe(TOKEN);
      const told = JSON.stringify(body) + world.logged.join();
      for (const text of [SECRET, 'a sentence', 'a-token']) expect(told).not.toContain(text);
    },
  );

  it('is nothing where nobody answers', async () => {
    const { body } = await world.checked(GIVEN);
    expect(body).toMatchObject({ outcome: 'unreachable', host: 'id.crm.example' });
    expect(body.status).toBeUndefined();
  });
});
