/** The demo provider's API, which a connection's token can call. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { DEMO_ACCOUNTS, type DemoAccount } from './demo-provider-accounts.ts';

export interface ApiRequest {
  path: string;
  authorization: string | undefined;
  status: number;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
  challenge?: string;
}

const RESOURCES: Record<string, { scope: string; read: (account: DemoAccount) => Record<string, unknown> }> =
  {
    '/api/notes': { scope: 'notes:read', read: ({ email, notes }) => ({ account: email, notes }) },
    '/api/tasks': { scope: 'tasks:read', read: ({ email, tasks }) => ({ account: email, tasks }) },
  };
const REQUESTS_KEPT = 500;

/** Answers a request below `/api/` and adds it to `log`. Resolves with false for other requests. */
export async function serveDemoApi(
  { provider, log }: { provider: Provider; log: ApiRequest[] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (!path.startsWith('/api/')) return false;
  const { authorization } = request.headers;
  const { status, body, challenge } = await answer(provider, `${request.method} ${path}`, authorization);
  log.push({ path, authorization, status });
  if (log.length > REQUESTS_KEPT) log.shift();
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    })
    .end(JSON.stringify(body));
  return true;
}

async function answer(provider: Provider, call: string, authorization: string | undefined): Promise<Answer> {
  const resource = call.startsWith('GET ') ? RESOURCES[call.slice('GET '.length)] : undefined;
  if (resource === undefined) return { status: 404, body: { error: 'not_found' } };
  const value = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  // RFC 6750 section 3.1: the answer to a request without credentials has no error code.
  if (value === undefined) return { status: 401, body: { error: 'unauthorized' }, challenge: 'Bearer' };
  const token = await provider.AccessToken.find(value);
  const account = DEMO_ACCOUNTS.find(({ id }) => id === token?.accountId);
  if (token === undefined || account === undefined) return refused(401, 'invalid_token');
  if (!token.scopes.has(resource.scope)) return refused(403, 'insufficient_scope', resource.scope);
  return { status: 200, body: resource.read(account) };
}

function refused(status: number, error: string, scope?: string): Answer {
  const challenge = `Bearer error="${error}"${scope === undefined ? '' : `, scope="${scope}"`}`;
  return { status, body: { error }, challenge };
}
