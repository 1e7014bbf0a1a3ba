/** Unmodified SDK clients of both lines sign in. Covers local/identity-provider.ts, local/identity-provider. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth as authOf2 } from '@modelcontextprotocol/client';
import { auth as authOf1 } from '@modelcontextprotocol/sdk/client/auth.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServerFetch } from '../../../src/egress/server-fetch.ts';
import { BACK, CLIENT_METADATA, KeptSignIn } from './kept-sign-in.ts';
import { claimsOf, parameter, signedIn, startProvider, type Tokens } from './world.ts';

const DOCUMENT_URL = 'https://client.example/oauth/metadata.json';
/** The endpoint as far as its sign-in needs it: 401 and metadata (RFC 9728) at each address. It knows its issuer later. */
async function startResourceServer() {
  let issuer = '';
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace('/.well-known/oauth-protected-resource', '');
    if (request.url === '/document')
      return response.end(JSON.stringify({ ...CLIENT_METADATA, client_id: DOCUMENT_URL }));
    if (path === request.url) {
      const status = path.startsWith('/.well-known') ? 404 : 401;
      return response.writeHead(status).end();
    }
    const metadata = {
      resource: `${origin}${path}`,
      authorization_servers: [issuer],
      scopes_supported: ['connections'],
    };
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, trust: (given: string) => (issuer = given) };
}

async function startBoth() {
  const endpoint = await startResourceServer();
  const local = createServerFetch({
    deadline: 1000,
    maxBody: 5 * 1024,
    allowLoopbackOverHttp_localOnly: true,
  });
  const provider = await startProvider({
    endpointAddress: `${endpoint.origin}/mcp`,
    fetchDocument: (url, init) =>
      local(String(url).replace(DOCUMENT_URL, `${endpoint.origin}/document`), init),
  });
  endpoint.trust(provider.issuer);
  return { ...provider, endpoint: endpoint.origin };
}

type Auth = (
  provider: KeptSignIn,
  options: { serverUrl: string; authorizationCode?: string; iss?: string },
) => Promise<string>;
const SDKS: [string, Auth][] = [
  ['client 2.x', authOf2 as Auth],
  ['sdk 1.x', authOf1 as Auth],
];
const CASES = SDKS.flatMap(([name, auth]) =>
  [undefined, DOCUMENT_URL].map((url) => [name, url ? 'a document' : 'a registration', auth, url] as const),
);

describe.each(CASES)('@modelcontextprotocol/%s with %s', (_name, _how, auth, documentUrl) => {
  test.each(['/mcp', '/mcp/acme', '/mcp/acme/notes', '/mcp/~me'])(
    'signs in at %s and refreshes',
    async (path) => {
      const { issuer, endpoint } = await startBoth();
      const serverUrl = `${endpoint}${path}`;
      const kept = new KeptSignIn(documentUrl);
      expect(await auth(kept, { serverUrl })).toBe('REDIRECT');
      expect(kept.client).toMatchObject(
        documentUrl ? { client_id: documentUrl } : { client_name: 'SDK client' },
      );

      const browser = await signedIn(issuer);
      const page = await browser.open(kept.asked);
      expect(page.html).toContain(serverUrl);
      const back = await browser.press(page, 'Allow');
      expect(back.url).toContain(`${BACK}?code=`);
      const answer = { authorizationCode: parameter(back, 'code') ?? '', iss: parameter(back, 'iss') ?? '' };
      expect(await auth(kept, { serverUrl, ...answer })).toBe('AUTHORIZED');

      const first = kept.kept as Tokens;
      expect(claimsOf(first)).toMatchObject({
        aud: serverUrl,
        iss: issuer,
        sub: 'ada',
        scope: 'connections',
      });
      expect(await auth(kept, { serverUrl })).toBe('AUTHORIZED');
      const second = kept.kept as Tokens;
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(claimsOf(second)).toMatchObject({ aud: serverUrl, sub: 'ada' });
    },
  );
});
