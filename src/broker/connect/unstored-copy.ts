import { connectionDestination } from '../destination.ts';
import type { EscrowedTokens } from '../ports.ts';
import { tokenPlace } from '../sealed-places.ts';
import { accountKeyOf, type WithEnvironment } from '../tokens/account-key.ts';
import { provedCopy } from '../tokens/escrow-proof.ts';
import type { Received } from './consent-flow.ts';

/** A sealed copy of tokens of a consent, for the escrow. It says that it may only be revoked, and its proof covers that. */
export function unstoredCopy(ports: WithEnvironment, received: Received): EscrowedTokens {
  const { flow, answer, account, askedAt } = received;
  const { key, session, existing, seal, storeId: attempt } = flow;
  const { facts } = flow.credentials;
  const { connectionUid: uid, provider, appOwner, appVersion, appUid, clientId, variables } = session;
  const accountKey = account && accountKeyOf(ports, session, { facts, account });
  const { access, refresh, facts: connectionFacts } = answer;
  const app = { provider, appOwner, appVersion, appUid, clientId, variables, accountKey };
  const minted = { ...app, ...(connectionFacts && { facts: connectionFacts }) };
  const destination = connectionDestination({ uid, ...minted, canRefresh: refresh !== undefined });
  const generation = existing?.generation ?? 0;
  const place = { generation: generation + 1, destination };
  const set = {
    generation: place.generation,
    tokensStoredBy: attempt,
    destination,
    sealedAccess: access && seal(tokenPlace(key, 'sealedAccess', place), access),
    sealedRefresh: refresh && seal(tokenPlace(key, 'sealedRefresh', place), refresh),
    refreshedAt: askedAt,
  };
  const { connectionEpoch: epoch } = session;
  return provedCopy(seal, { key, epoch, generation, attempt, minted, set, revokeOnly: true });
}
