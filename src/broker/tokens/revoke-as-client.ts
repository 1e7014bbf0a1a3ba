/** Asks a provider to end tokens, as the client that got them. */
import type { RevocationFacts } from '../../oauth/provider.ts';
import { type Revocation, revokeToken } from '../../oauth/revoke-token.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import type { AppPorts } from '../apps/oauth-app-credentials.ts';
import { type RefusedClient, secretNow } from '../apps/refused-client.ts';
import type { Clock } from '../ports.ts';

type Revocable = Exclude<RevocationFacts, { kind: 'none' }>;

/** A token, and which of the two it is. */
export type HeldToken = { value: Secret; kind: 'refresh' | 'access' };

/** What is revoked, and as whom. */
export interface ClientRevocation {
  client: Pick<RefusedClient, 'key' | 'row'> & { used: TokenEndpointContext };
  revocation: Revocable;
  tokens: HeldToken[];
}

/**
 * Revokes the tokens. A refusal may be that of a secret that was replaced: the new one is tried once. If it is unknown whether
 * there is a new one, a later try is asked for. Never rejects.
 */
export async function revokeAsClient(
  ports: AppPorts & { clock: Clock },
  { client, revocation, tokens }: ClientRevocation,
): Promise<Revocation> {
  const ask = (credentials: TokenEndpointContext) => inTurn(ports.clock, { credentials, revocation, tokens });
  const answer = await ask(client.used);
  const isUnauthenticated = revocation.kind === 'rfc7009' && revocation.clientAuthentication === 'none';
  const isRefusal = answer.outcome === 'refused' || answer.outcome === 'unproved';
  if (!isRefusal || isUnauthenticated) return answer;
  const now = await secretNow(ports, client);
  // By the same way to the provider, which sends nothing after the revocation's time.
  if (now.state === 'replaced') return ask({ ...now.credentials, fetch: client.used.fetch });
  return now.state === 'unknown' ? { outcome: 'retry' } : answer;
}

/**
 * Revokes one after the other and stops at the first that is not revoked. A later try sends all again; revoked ones
 * count as done.
 */
async function inTurn(
  clock: Clock,
  {
    credentials,
    revocation,
    tokens,
  }: Omit<ClientRevocation, 'client'> & { credentials: TokenEndpointContext },
): Promise<Revocation> {
  for (const token of tokens) {
    const answer = await revokeToken({ ...credentials, now: clock.now }, revocation, token);
    if (answer.outcome !== 'revoked') return answer;
  }
  return { outcome: 'revoked' };
}
