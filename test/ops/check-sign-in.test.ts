/**
 * `npm run check-sign-in` as an operator runs it, against a real OpenID provider and against metadata that is written down.
 * Covers ops/check-sign-in.ts, ops/sign-in, src/oauth/remote/authorization-server-metadata.ts,
 * lib/settings/mcp-endpoint-settings.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { loadOidcKeys } from '../../local/oidc-keys.ts';
import { MCP_CLIENTS } from '../../ops/sign-in/mcp-clients.ts';
import {
  checkSignIn,
  metadataOf,
  type ScriptedIssuers,
  startIssuers,
  verdictsIn,
} from './check-sign-in-run.ts';

const IDS = MCP_CLIENTS.map(({ id }) => id);
const folder = mkdtempSync(join(tmpdir(), 'check-sign-in-'));
let issuers: ScriptedIssuers;
beforeAll(async () => {
  issuers = await startIssuers();
});
afterAll(async () => {
  await issuers.close();
  rmSync(folder, { recursive: true });
});

/** A module with one stage, as an operator keeps it. */
function stagesWith(name: string, settings: object): string[] {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `export const STAGES = [${JSON.stringify({ name, ...settings })}];`);
  return ['--stage', name, '--stages', file];
}
const signInAt = (issuer: string, accessTokens = 'rfc9068') => ({
  jwt: { issuer, audience: 'connections', accessTokens },
});
const kinds = (verdicts: ReturnType<typeof verdictsIn>) =>
  Object.fromEntries(Object.entries(verdicts).map(([id, { verdict }]) => [id, verdict]));
const everybody = (verdict: string) => Object.fromEntries(IDS.map((id) => [id, verdict]));

describe('a real OpenID provider', () => {
  const open: LoopbackServer[] = [];
  afterAll(() => Promise.all(open.map(({ close }) => close())));

  async function startProvider(features: object): Promise<string> {
    const { jwks } = await loadOidcKeys('check-sign-in', undefined);
    const server = await listenOnLoopback(0, (origin) =>
      new Provider(origin, {
        ...{ jwks, responseTypes: ['code'], cookies: { keys: ['a key of this test'] } },
        features: { devInteractions: { enabled: false }, ...features },
      }).callback(),
    );
    open.push(server);
    return server.origin;
  }

  it('with registration and documents lets everybody in', async () => {
    const issuer = await startProvider({
      registration: { enabled: true },
      clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
    });
    const told = await checkSignIn('--issuer', issuer);
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout.match(/ {2}works, because the issuer takes client metadata documents/g)).toHaveLength(
      4,
    );
    expect(told.stdout.match(/ {2}works, because the issuer names a registration endpoint/g)).toHaveLength(2);
  });

  it('with registration alone registers everybody', async () => {
    const told = await checkSignIn(
      '--json',
      ...['--issuer', await startProvider({ registration: { enabled: true } })],
    );
    expect(told.code).toBe(0);
    expect(kinds(verdictsIn(told))).toEqual(everybody('works'));
    expect(verdictsIn(told).claude?.sentence).toContain('registration endpoint');
  });

  it('with neither wants a client id of each client, and says what to register', async () => {
    const told = await checkSignIn('--issuer', await startProvider({}));
    expect(told.code).toBe(1);
    expect(told.stdout.match(/needs a client id/g)).toHaveLength(IDS.length);
    expect(told.stdout).toContain(
      'needs a client id (register these redirect URIs: https://claude.ai/api/mcp/auth_callback), because the issuer takes no client metadata documents, and the issuer registers no clients.',
    );
    expect(told.stdout).toContain(
      'http://127.0.0.1:33418/ and http://127.0.0.1:33418 and https://vscode.dev/redirect',
    );
  });
});

describe('the client ids of a stage', () => {
  it('make a client work; without one for each the command fails', async () => {
    const issuer = `${issuers.origin}/ids`;
    issuers.issuer('ids', metadataOf(issuer, NOTHING));
    const some = { ...signInAt(issuer), mcpEndpoint: { clients: { claude: 'id-of-claude' } } };
    const all = {
      ...signInAt(issuer),
      mcpEndpoint: { clients: Object.fromEntries(IDS.map((id) => [id, `id-of-${id}`])) },
    };
    const [one, each] = await Promise.all([
      checkSignIn('--json', ...stagesWith('some', some)),
      checkSignIn(...stagesWith('all', all)),
    ]);
    expect(one.code).toBe(1);
    expect(kinds(verdictsIn(one))).toEqual({ ...everybody('needs-client-id'), claude: 'works' });
    expect(each).toMatchObject({ code: 0, stderr: '' });
    for (const id of IDS) expect(each.stdout).toContain(`works with the client id id-of-${id}, if it has`);
  });

  it('are refused for a client that nobody knows, and where they are none', async () => {
    const issuer = 'https://id.acme.example';
    const unknown = { ...signInAt(issuer), mcpEndpoint: { clients: { cloude: 'x' } } };
    const control = { ...signInAt(issuer), mcpEndpoint: { clients: { claude: 'a\u001b[31mb' } } };
    const proto = `[{ name: 'proto', jwt: { issuer: '${issuer}', audience: 'a' }, mcpEndpoint: { clients: JSON.parse('{"__proto__":"x"}') } }]`;
    const file = join(folder, 'proto.mjs');
    writeFileSync(file, `export const STAGES = ${proto};`);
    const told = await Promise.all([
      checkSignIn(...stagesWith('unknown', unknown)),
      checkSignIn(...stagesWith('control', control)),
      checkSignIn('--stage', 'proto', '--stages', file),
    ]);
    expect(told.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(told[0]?.stderr).toBe(`mcpEndpoint.clients names a client that is none of ${IDS.join(', ')}.\n`);
    expect(told[1]?.stderr).toContain('must be 1 to 500 visible characters');
    expect(told[1]?.stderr).not.toContain('\u001b');
    expect(told[2]?.stderr).toBe(told[0]?.stderr);
  });
});

const NOTHING = { registration_endpoint: undefined, client_id_metadata_document_supported: undefined };

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

describe('hostile metadata', () => {
  it.each<[string, (issuer: string) => Parameters<ScriptedIssuers['issuer']>[1], RegExp]>([
    [
      'of another issuer',
      () => metadataOf('https://evil.example'),
      /^The metadata says that its issuer is https:\/\/evil\.example, and not /,
    ],
    [
      'of the issuer with a slash',
      (issuer) => metadataOf(`${issuer}/`),
      /^The metadata says that its issuer is /,
    ],
    [
      'without an issuer',
      (issuer) => ({ ...metadataOf(issuer), issuer: ['x'] }),
      /^The metadata does not say whose it is/,
    ],
    [
      'whose issuer has control characters',
      () => metadataOf('\u001b]0;owned\u0007\u001b[2Jhttps://\u202eevil\n\n\u0000works'),
      /^The metadata says that its issuer is https:\/\/evil works, and not /,
    ],
    [
      'with an endless issuer',
      (issuer) => metadataOf(issuer, { issuer: 'x'.repeat(100_000) }),
      /^The metadata says that its issuer is x{200}…, and not /,
    ],
    [
      'that is huge',
      (issuer) => ({ ...metadataOf(issuer), filler: 'x'.repeat(300_000) }),
      /^The issuer's metadata has more than 256 KiB\.\n$/,
    ],
    [
      'that redirects to sound metadata',
      () => (response) =>
        response.writeHead(302, { location: '/.well-known/oauth-authorization-server/sound' }).end(),
      /^The issuer has no metadata\..* A redirect is not followed\.\n$/,
    ],
    ['that is a list', () => [] as unknown as object, /^The issuer has no metadata\./],
    [
      'that is no JSON',
      () => (response) => response.writeHead(200).end('<html>'),
      /^The issuer has no metadata\./,
    ],
    ['that breaks off', () => (response) => response.socket?.destroy(), /^The issuer cannot be reached/],
  ])('%s is refused in one plain sentence', async (title, answer, sentence) => {
    const name = title.replace(/\W/g, '-');
    issuers.issuer('sound', metadataOf(`${issuers.origin}/${name}`));
    issuers.issuer(name, answer(`${issuers.origin}/${name}`));
    const told = await checkSignIn('--issuer', `${issuers.origin}/${name}`);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr).toMatch(sentence);
    expect(told.stderr.length).toBeLessThan(900);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what must not be there
    expect(told.stderr.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
    expect(issuers.asked).not.toContain('/.well-known/oauth-authorization-server/sound');
  });

  it('that is endless is not waited for', async () => {
    const issuer = issuers.issuer('endless', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"issuer":"');
    });
    const { code, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'The issuer did not answer within 10 seconds.\n' });
  });
});

describe('an issuer that is none', () => {
  it.each([
    'http://id.acme.example',
    'https://user:secret-of-ada@id.acme.example',
    'https://id.acme.example/?tenant=secret-of-ada',
    'https://id.acme.example/#secret-of-ada',
    'secret-of-ada',
    'file:///etc/secret-of-ada',
  ])('%s is refused, and not repeated', async (issuer) => {
    const { code, stdout, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The issuer must be an https URL/);
    expect(stderr).not.toContain('secret-of-ada');
  });

  it.each([
    'https://127.0.0.1',
    'https://169.254.169.254',
    'https://localhost',
    'https://id.acme.example:8443',
  ])('%s is not asked', async (issuer) => {
    const { code, stderr } = await checkSignIn('--issuer', issuer);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'The issuer is not at a public https address on port 443, where clients of the cloud could reach it. Nothing was sent.\n',
    });
  });

  it('neither a stage nor an issuer is one', async () => {
    const told = await Promise.all([
      checkSignIn(),
      checkSignIn('--stage', 'prud'),
      checkSignIn('--stage', 'prod', '--stages', join(folder, 'nowhere.mjs')),
      checkSignIn(...stagesWith('pool', { jwt: { userPool: { domainPrefix: 'acme' } } })),
    ]);
    expect(told.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(told.map(({ stderr }) => stderr)).toEqual([
      'Name a stage with --stage, or an issuer with --issuer.\n',
      'There is no such stage, but dev, staging, prod.\n',
      expect.stringMatching(/^There is no file /),
      expect.stringMatching(/^The stage creates its user pool.* --issuer https:\/\/cognito-idp\./),
    ]);
  });
});
