/**
 * Text of metadata that comes to people, processes and the log.
 * Covers src/oauth/remote/authorization-server-metadata.ts, src/broker/remote/describe-remote.ts, src/oauth/remote/register-client.ts,
 * src/broker/remote/discover-remote.ts.
 */
import { describe, expect, it } from 'vitest';
import { remoteWorld, URL_OF_GOOD } from './remote-world.ts';

const MARK = 'x1-hostile';
const TEXTS = [
  ...[`<img src=x onerror=${MARK}>`, `"><script>${MARK}</script>`, `\u202e${MARK}\u2066`, `$(touch ${MARK})`],
  ...[`--${MARK}`, `; rm ${MARK}`, `${MARK}\u0000\n`, `${MARK}${'x'.repeat(20_000)}`, { [MARK]: 1 }, [MARK]],
];
const HOSTILE_URLS = [
  ...[
    `javascript:${MARK}()`,
    `data:text/html,${MARK}`,
    `file:///etc/${MARK}`,
    `--${MARK}`,
    `$(${MARK})`,
    `/${MARK}`,
  ],
  ...[
    `https://u:p@mcp.good.example/${MARK}`,
    `https://mcp.good.example/#${MARK}`,
    `ftp://mcp.good.example/${MARK}`,
  ],
  ...[`https://mcp.good.example/${'x'.repeat(5_000)}${MARK}`, 7, {}, `${MARK}://x`],
];
const ENDPOINTS = [
  ...['authorization', 'token', 'registration', 'revocation', 'userinfo', 'introspection'].map(
    (name) => `${name}_endpoint`,
  ),
  'jwks_uri',
];

describe('T194: text of metadata', () => {
  it.each(ENDPOINTS)('is no address but https: %s', async (name) => {
    for (const url of HOSTILE_URLS) {
      const world = await remoteWorld();
      const { as } = world.good();
      as.metadata[name] = url;
      const { status, body } = await world.confirmed('good', URL_OF_GOOD);
      expect(status).toBe(400);
      expect(body.errors[0].reason).toBe('metadata_malformed');
      expect(JSON.stringify([body, world.logged])).not.toContain(MARK);
      expect(as.at('/register')).toEqual([]);
    }
  });

  it('that nobody needs is stored, shown and logged nowhere', async () => {
    for (const text of TEXTS) {
      const world = await remoteWorld();
      const { as, mcp } = world.good();
      const unused = [
        'logo_uri',
        'op_tos_uri',
        'op_policy_uri',
        'service_documentation',
        'software_statement',
      ];
      for (const name of unused) as.metadata[name] = text;
      as.registrationAnswer = { client_name: text, logo_uri: text, tos_uri: text };
      for (const name of ['resource_name', 'resource_documentation', 'resource_tos_uri'])
        mcp.resource[name] = text;
      const answers = [await world.confirmed('good', URL_OF_GOOD), await world.server('good')];
      answers.push(await world.connect('good', as));
      const rows = await world.ports.serverRecords.read({ workspaceId: 'acme', serverId: 'good' });
      const said = JSON.stringify([answers, await world.activity(), rows, world.logged]);
      expect(said).not.toContain(MARK);
      expect(answers[1]?.status).toBe(200);
    }
  });

  it('is a scope only by its grammar, and so many', async () => {
    const world = await remoteWorld();
    const { mcp } = world.good();
    const many = Array.from({ length: 5_000 }, (_, index) => `s${index}`);
    mcp.resource.scopes_supported = [...TEXTS, 'a b', 'a"b', 'a\\b', 7, null, 'notes:read', ...many];
    const { body } = await world.confirmed('good', URL_OF_GOOD);
    const { scopes } = body.authorization;
    expect(scopes).toContain('notes:read');
    expect(scopes.length).toBeLessThanOrEqual(100);
    for (const scope of scopes) expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/);
    mcp.challenge = `Bearer scope="${'s '.repeat(5_000)}", resource_metadata="x"`;
    expect((await world.confirmed('good', URL_OF_GOOD)).status).toBe(200);
  });

  it('of an error at a registration or an exchange is not passed on', async () => {
    const world = await remoteWorld();
    const { as } = world.good();
    const told = { status: 400, body: { error: MARK, error_description: `${MARK}: call 0900` } };
    world.net.at(`${as.issuer}/register`, told);
    const answers = [await world.confirmed('good', URL_OF_GOOD)];
    expect(answers[0]?.body.code).toBe('registration_refused');
    world.net.at(`${as.issuer}/register`, (arrived) => as.register(arrived));
    world.advance(60_000);
    await world.confirmed('good', URL_OF_GOOD);
    const begun = await world.began('good');
    world.net.at(`${as.issuer}/token`, told);
    answers.push(await world.complete(begun, as.authorize(begun.authorizationUrl)));
    expect(JSON.stringify([answers, world.logged, await world.activity()])).not.toContain(MARK);
  });
});
