/**
 * A provider in memory with one account. A revocation ends every token that the account has given to the client, as Google
 * documents it, or the one token, as Box does.
 */
import type { ProviderFetch, ProviderRequest } from '../../src/oauth/provider-fetch.ts';

export interface GrantProvider {
  fetch: ProviderFetch;
  /** A code of the one account that there is. */
  code(): string;
  /** Refresh tokens that work now. */
  live(): string[];
  /** While true, the revocation endpoint answers 503. */
  isRevocationDown: boolean;
}

export function grantProvider(reach: 'grant' | 'token' = 'grant'): GrantProvider {
  const codes = new Set<string>();
  const refreshTokens = new Set<string>();
  const accessTokens = new Set<string>();
  let issued = 0;
  const access = () => {
    const token = `access-${++issued}-end`;
    accessTokens.add(token);
    return { access_token: token, token_type: 'bearer', expires_in: 3_600 };
  };
  const exchange = (code: string) => {
    if (!codes.delete(code)) return refused();
    const refresh_token = `refresh-${++issued}-end`;
    refreshTokens.add(refresh_token);
    return Response.json({ ...access(), refresh_token });
  };
  const revoke = (token: string) => {
    if (provider.isRevocationDown) return new Response('', { status: 503 });
    if (!refreshTokens.has(token)) return Response.json({ error: 'invalid_token' }, { status: 400 });
    refreshTokens.delete(token);
    if (reach === 'grant') {
      refreshTokens.clear();
      accessTokens.clear();
    }
    return Response.json({});
  };
  const answer = ({ url, body = '', headers }: ProviderRequest) => {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') === 'authorization_code') return exchange(form.get('code') ?? '');
    if (form.get('grant_type') === 'refresh_token')
      return refreshTokens.has(form.get('refresh_token') ?? '') ? Response.json(access()) : refused();
    if (url.includes('revoke')) return revoke(form.get('token') ?? '');
    const isKnown = accessTokens.has(headers.authorization?.replace('Bearer ', '') ?? '');
    return isKnown
      ? Response.json({ sub: '1', id: '1', login: 'ada', email: 'ada@account.example' })
      : new Response('', { status: 401 });
  };
  const provider: GrantProvider = {
    fetch: async (request) => answer(request),
    code() {
      const code = `code-${++issued}-end`;
      codes.add(code);
      return code;
    },
    live: () => [...refreshTokens],
    isRevocationDown: false,
  };
  return provider;
}

function refused(): Response {
  return Response.json({ error: 'invalid_grant' }, { status: 400 });
}
