import type { Secret } from '../../vault/secret.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { LIST_OF_TOOLS, questionTo } from '../remote/mcp-question.ts';
import type { TokenEndpointContext } from '../token-endpoint.ts';
import { askAccount, readSafely } from './identify-account.ts';

/**
 * Whether a remote MCP server takes the token. It lists tools, which changes nothing there; a server that wants a session first
 * says so after it has looked at the token.
 */
async function probedAt(
  fetch: ProviderFetch,
  url: string,
  accessToken: Secret,
): Promise<'alive' | 'refused' | 'unknown'> {
  const request = questionTo(url, LIST_OF_TOOLS, `Bearer ${accessToken.reveal()}`);
  const status = (await fetch(request).catch(() => undefined))?.status;
  if (status === 401) return 'refused';
  return status !== undefined && status < 500 && status !== 429 ? 'alive' : 'unknown';
}

/**
 * Whether the provider still accepts an access token, asked at its account endpoint. `unknown` if the answer does not prove
 * either: an outage, a rate limit, an answer in another form, or a provider without an account endpoint.
 */
export async function probeToken(
  { facts, fetch }: TokenEndpointContext,
  accessToken: Secret,
): Promise<'alive' | 'refused' | 'unknown'> {
  const { account } = facts;
  if (account.kind === 'openid') return probedAt(fetch, account.resourceUrl, accessToken);
  if (account.kind !== 'endpoint') return 'unknown';
  const { endpoint: url, method = 'GET', headers, body, deadStatus = [401], dead } = account;
  const answer = await askAccount(fetch, { url, method, headers, body }, accessToken).catch(() => undefined);
  if (!answer) return 'unknown';
  const isDead =
    deadStatus.includes(answer.status) || readSafely((parsed) => dead?.(parsed), answer.text) === true;
  if (isDead) return 'refused';
  return answer.status === 200 && readSafely(account.read, answer.text) ? 'alive' : 'unknown';
}
