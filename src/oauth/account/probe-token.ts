import type { Secret } from '../../vault/secret.ts';
import type { TokenEndpointContext } from '../token-endpoint.ts';
import { askAccount, readSafely } from './identify-account.ts';

/**
 * Whether the provider still accepts an access token, asked at its account endpoint. `unknown` if the answer does not prove
 * either: an outage, a rate limit, an answer in another form, or a provider without an account endpoint.
 */
export async function probeToken(
  { facts, fetch }: TokenEndpointContext,
  accessToken: Secret,
): Promise<'alive' | 'refused' | 'unknown'> {
  const { account } = facts;
  if (account.kind !== 'endpoint') return 'unknown';
  const { endpoint: url, method = 'GET', headers, body, deadStatus = [401], dead } = account;
  const answer = await askAccount(fetch, { url, method, headers, body }, accessToken).catch(() => undefined);
  if (!answer) return 'unknown';
  const isDead =
    deadStatus.includes(answer.status) || readSafely((parsed) => dead?.(parsed), answer.text) === true;
  if (isDead) return 'refused';
  return answer.status === 200 && readSafely(account.read, answer.text) ? 'alive' : 'unknown';
}
