/**
 * What people paste as a client id and a client secret: what comes along around them is left out, and a character that cannot be
 * inside is named by its class, never by its value.
 * Covers src/contract/resources/pasted-text.ts, src/contract/resources/trim-pasted.ts,
 * src/contract/resources/oauth-app.ts, src/http/faults-of-body.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { type RemoteWorld, remoteWorld, URL_OF_GOOD } from '../remote/remote-world.ts';

const APPS = '/v1/workspaces/acme/oauth-apps';
/** Blanks, non-breaking and wide ones, line ends, a tab, a byte-order mark, zero width, direction marks, a soft hyphen. */
const AROUND = ' \u00a0\u3000\r\n\t\u2028\ufeff\u200b\u200d\u2060\u200e\u202c\u2069\u00ad';
const asked = { clientId: `${AROUND}the-client${AROUND}`, clientSecret: `${AROUND}the secret${AROUND}` };

let world: RemoteWorld;
beforeEach(async () => {
  world = await remoteWorld();
});
const put = (body: object, provider = 'google') => world.request('PUT', `${APPS}/${provider}`, body);

describe('what comes along around a client id and a client secret', () => {
  it('is left out at a provider of the catalogue, in a check and for a remote server', async () => {
    expect((await put(asked)).body.app.clientId).toBe('the-client');
    const sent = { grant_type: 'authorization_code', client_id: 'the-client', client_secret: 'the secret' };
    world.net.at('https://oauth2.googleapis.com/token', { status: 400, body: { error: 'invalid_grant' } });
    for (const body of [{}, asked]) await world.request('POST', `${APPS}/google/check`, body);
    const forms = world.net.arrived.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(forms).toEqual([expect.objectContaining(sent), expect.objectContaining(sent)]);
    world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    expect((await put(asked, 'remote~good')).body.app.clientId).toBe('the-client');
  });
});

describe('a character inside', () => {
  it.each([
    ['/clientId', 'space_inside', 'the client'],
    ['/clientId', 'line_break_inside', 'the\nclient'],
    ['/clientId', 'line_break_inside', 'the \r\nclient'],
    ['/clientId', 'control_character_inside', 'the\tclient'],
    ['/clientId', 'control_character_inside', 'the\u0000client'],
    ['/clientId', 'not_ascii', 'the\u00a0client'],
    ['/clientId', 'not_ascii', 'the\u200bclient'],
    ['/clientId', 'not_ascii', '“the-client”'],
    ['/clientId', 'malformed', AROUND],
    ['/clientId', 'malformed', '..'],
    ['/clientId', 'malformed', 'x'.repeat(513)],
    ['/clientSecret', 'line_break_inside', 'the\nsecret'],
    ['/clientSecret', 'control_character_inside', 'the\u007fsecret'],
    ['/clientSecret', 'not_ascii', 'the–secret'],
    ['/clientSecret', 'malformed', AROUND],
  ])('of %s is told as %s', async (pointer, reason, value) => {
    const body = { clientId: 'c', clientSecret: 's', [pointer.slice(1)]: value };
    world.good({ token_endpoint_auth_methods_supported: ['client_secret_post'] });
    await world.confirmed('good', URL_OF_GOOD);
    const answers = [
      await put(body),
      await put(body, 'remote~good'),
      await world.request('POST', `${APPS}/google/check`, body),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      expect(answer.body.errors).toEqual([{ pointer, reason }]);
      if (value.trim() !== '' && value !== '..') expect(JSON.stringify(answer.body)).not.toContain(value);
    }
  });

  it('is told for each field', async () => {
    const { body } = await put({ clientId: 'a b', clientSecret: 'a\nb' });
    expect(body.errors).toEqual([
      { pointer: '/clientId', reason: 'space_inside' },
      { pointer: '/clientSecret', reason: 'line_break_inside' },
    ]);
  });
});
