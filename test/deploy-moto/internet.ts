/**
 * The internet as the deployed functions see it: the stage's issuer and one provider, over TLS, under their own names.
 * Only routing and the authority are of the test; certificates are checked as anywhere.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ReceivedRequest } from '../../local/scripted-providers/received-request.ts';
import { hostsOf, type RunningProvider } from '../../local/scripted-providers/run-provider.ts';
import type { Answer } from '../../local/scripted-providers/scripted-provider.ts';
import { makeCertificate } from '../egress/certificates.ts';

export interface Internet {
  /** Where the TLS server listens on 127.0.0.1. */
  port: number;
  hosts: string[];
  /** The authority that the functions trust beside the public ones. */
  authorityFile: string;
  /** Every token that the provider handed out. */
  tokens: Set<string>;
  /** What the provider was asked, without bodies. */
  requests: string[];
  /** Requests that were not as the provider documents. */
  violations: string[];
  /** Seconds that the next access tokens live, as the provider says. */
  setTokenLife(seconds: number): void;
  /** A person's access token. */
  signIn(subject: string, workspaces: string[]): Promise<string>;
  close(): Promise<void>;
}

interface Options {
  folder: string;
  issuer: string;
  audience: string;
  running: RunningProvider;
}

export async function startInternet({ folder, issuer, audience, running }: Options): Promise<Internet> {
  const hosts = [new URL(issuer).hostname, ...hostsOf(running.provider)];
  const identity = await identityProvider(issuer, audience);
  const notes = { tokens: new Set<string>(), requests: [] as string[], violations: [] as string[] };
  let life: number | undefined;
  const answer = (request: ReceivedRequest): Answer => {
    if (request.host === hosts[0]) return identity.answer(request.path);
    notes.requests.push(`${request.method} ${request.path}`);
    return noted(notes, shortened(answerOf(running, request, notes.violations), life));
  };
  const authority = makeCertificate('Rehearsal Authority', { isAuthority: true });
  const { pem, keyPem } = makeCertificate('rehearsal', { issuer: authority, hosts });
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.pem);
  const server = https.createServer({ cert: pem, key: keyPem }, async (incoming, outgoing) => {
    const { status, headers, body } = answer(await read(incoming));
    const isText = typeof body === 'string' || body === undefined;
    const type = isText ? undefined : { 'content-type': 'application/json' };
    outgoing.writeHead(status, { ...type, ...headers }).end(isText ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...notes,
    port: (server.address() as AddressInfo).port,
    hosts,
    authorityFile,
    setTokenLife: (seconds) => {
      life = seconds;
    },
    signIn: identity.signIn,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function identityProvider(issuer: string, audience: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const documents: Record<string, unknown> = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
    '/jwks': { keys: [jwk] },
  };
  return {
    answer: (path: string): Answer => {
      const body = documents[path];
      return body ? { status: 200, body } : { status: 404 };
    },
    signIn: (subject: string, workspaces: string[]) =>
      new SignJWT({ workspaces })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}

/** A request that is not as documented is noted and answered as a broken provider would. */
function answerOf(running: RunningProvider, request: ReceivedRequest, violations: string[]): Answer {
  try {
    return running.answer(request);
  } catch (error) {
    violations.push(`${request.method} ${request.path}: ${error instanceof Error ? error.message : error}`);
    return { status: 500, body: 'not as documented' };
  }
}

function noted({ tokens }: Pick<Internet, 'tokens'>, answer: Answer): Answer {
  const { access_token: access, refresh_token: refresh } = (answer.body ?? {}) as Record<string, string>;
  for (const token of [access, refresh]) if (token) tokens.add(token);
  return answer;
}

/** So that nobody waits for the hours after which a real token is refreshed. */
function shortened(answer: Answer, life: number | undefined): Answer {
  const body = answer.body as Record<string, unknown> | undefined;
  if (life === undefined || !body || typeof body !== 'object' || !('expires_in' in body)) return answer;
  return { ...answer, body: { ...body, expires_in: life } };
}

async function read(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const { host = '' } = incoming.headers;
  const url = new URL(incoming.url ?? '/', `https://${host}`);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const { pathname: path, searchParams: query } = url;
  return { method: incoming.method ?? '', host, path, query, headers, body: await text(incoming) };
}
