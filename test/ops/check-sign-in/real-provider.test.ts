/**
 * `npm run check-sign-in` of a real OpenID provider, as an operator runs it.
 * Covers ops/check-sign-in.ts, ops/sign-in/read-issuer.ts, ops/sign-in/verdict-sentence.ts, ops/sign-in/shown.ts,
 * src/oauth/remote/authorization-server-metadata.ts.
 */
import { Provider } from 'oidc-provider';
import { afterAll, describe, expect, it } from 'vitest';
import { type LoopbackServer, listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { loadOidcKeys } from '../../../local/oidc-keys.ts';
import { checkSignIn, verdictsIn } from '../check-sign-in-run.ts';
import { everybody, IDS, kinds } from './stages.ts';

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
