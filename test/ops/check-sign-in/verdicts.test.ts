/**
 * What is said of each MCP client, by the metadata of an issuer and by what is known of its product.
 * Covers ops/check-sign-in.ts, ops/sign-in/judge-client.ts, ops/sign-in/issuer-abilities.ts,
 * ops/sign-in/issuer-product.ts, ops/sign-in/issuer-products.ts, ops/sign-in/fact.ts, ops/sign-in/mcp-clients.ts,
 * ops/sign-in/verdict-sentence.ts, src/oauth/remote/authorization-server-metadata.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkSignIn,
  metadataOf,
  type ScriptedIssuers,
  startIssuers,
  verdictsIn,
} from '../check-sign-in-run.ts';
import { everybody, IDS, kinds, NOTHING, signInAt, stagesWith } from './stages.ts';

let issuers: ScriptedIssuers;
beforeAll(async () => {
  issuers = await startIssuers();
});
afterAll(() => issuers?.close());

/** What each change of the metadata does to the verdicts. */
const CASES: Record<
  string,
  { changes: Record<string, unknown>; differ: Record<string, string> | string; says?: string }
> = {
  'no registration': {
    changes: { registration_endpoint: undefined },
    differ: { cursor: 'needs-client-id', inspector: 'needs-client-id' },
    says: 'the client has no metadata document of its own, and the issuer registers no clients',
  },
  'documents, but no public clients': {
    changes: { registration_endpoint: undefined, token_endpoint_auth_methods_supported: ['private_key_jwt'] },
    differ: { ...everybody('needs-client-id'), chatgpt: 'works' },
    says: 'does not list the authentication method of the client',
  },
  'no list of methods, which means client_secret_basic': {
    changes: { registration_endpoint: undefined, token_endpoint_auth_methods_supported: undefined },
    differ: 'needs-client-id',
  },
  'a text in the place of the flag': {
    changes: { registration_endpoint: undefined, client_id_metadata_document_supported: 'true' },
    differ: 'needs-client-id',
  },
  'no PKCE list': {
    changes: { code_challenge_methods_supported: undefined },
    differ: { claude: 'cannot' },
    says: 'this client goes on only if it lists S256',
  },
  'plain PKCE alone': {
    changes: { code_challenge_methods_supported: ['plain'] },
    differ: 'cannot',
    says: 'lists PKCE methods without S256',
  },
  'no response type code': { changes: { response_types_supported: ['id_token'] }, differ: 'cannot' },
  'no code grant': { changes: { grant_types_supported: ['client_credentials'] }, differ: 'cannot' },
  'no authorization endpoint': {
    changes: { authorization_endpoint: 'javascript:alert(1)' },
    differ: 'cannot',
  },
  'no token endpoint': { changes: { token_endpoint: { at: 'x' } }, differ: 'cannot' },
};

describe('what metadata says decides for each client', () => {
  it.each(Object.entries(CASES))('%s', async (title, { changes, differ, says }) => {
    const name = title.replace(/\W/g, '-');
    const issuer = `${issuers.origin}/${name}`;
    issuers.issuer(name, metadataOf(issuer, changes));
    const told = await checkSignIn('--json', '--issuer', issuer);
    const expected = typeof differ === 'string' ? everybody(differ) : { ...everybody('works'), ...differ };
    expect(kinds(verdictsIn(told))).toEqual(expected);
    expect(told).toMatchObject({ code: 1, stderr: '' });
    if (says) expect(told.stdout).toContain(says);
  });

  it('where a client cannot sign in, a client id of the stage does not help', async () => {
    const issuer = `${issuers.origin}/strict`;
    issuers.issuer('strict', metadataOf(issuer, { ...NOTHING, code_challenge_methods_supported: undefined }));
    const mcpEndpoint = { clients: Object.fromEntries(IDS.map((id) => [id, 'an-id'])) };
    const told = await checkSignIn('--json', ...stagesWith('strict', { ...signInAt(issuer), mcpEndpoint }));
    expect(told.code).toBe(1);
    expect(kinds(verdictsIn(told))).toEqual({ ...everybody('works'), claude: 'cannot' });
    expect(verdictsIn(told).cursor?.sentence).toContain('is not known: try it.');
  });

  it('an issuer that does not send iss gets the other redirect URI of ChatGPT', async () => {
    const issuer = `${issuers.origin}/no-iss`;
    const changes = { ...NOTHING, authorization_response_iss_parameter_supported: 'yes' };
    issuers.issuer('no-iss', metadataOf(issuer, changes));
    const { chatgpt } = verdictsIn(await checkSignIn('--json', '--issuer', issuer));
    expect(chatgpt?.sentence).toContain('https://chatgpt.com/connector/oauth/<callback id');
    expect(chatgpt?.sentence).not.toContain('connector_platform_oauth_redirect');
  });

  it('OpenID Connect Discovery alone is found, too', async () => {
    const issuer = `${issuers.origin}/openid-alone`;
    issuers.issuer('openid-alone', metadataOf(issuer), 'openid');
    const told = await checkSignIn('--issuer', issuer);
    expect(told.code).toBe(0);
    expect(told.stdout).toContain(`metadata  ${issuer}/.well-known/openid-configuration\n`);
  });
});

describe('what is known of a product, beside its metadata', () => {
  it.each([
    ['okta', everybody('needs-client-id'), 'only with an API token'],
    ['auth0', everybody('needs-client-id'), 'after an operator’s import'],
    [
      'keycloak',
      {
        ...everybody('works'),
        chatgpt: 'needs-client-id',
        cursor: 'needs-client-id',
        inspector: 'needs-client-id',
      },
      'Keycloak refuses ChatGPT’s document',
    ],
    ['rfc9068', everybody('works'), undefined],
  ])('%s', async (profile, expected, says) => {
    const issuer = `${issuers.origin}/of-${profile}`;
    issuers.issuer(`of-${profile}`, metadataOf(issuer));
    const told = await checkSignIn('--json', ...stagesWith(profile, signInAt(issuer, profile)));
    expect(kinds(verdictsIn(told))).toEqual(expected);
    if (says) expect(told.stdout).toContain(says);
  });
});
