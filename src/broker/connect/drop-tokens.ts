/** Ends tokens that a consent brought and that are not stored: at once, or by a sealed copy that token-refresh revokes. */
import type { RevocationOutcome } from '../../contract/outcomes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { fetchUntil } from '../fetch-until.ts';
import { LIMITS } from '../limits.ts';
import { accountKeyOf } from '../tokens/account-key.ts';
import { isAccountNeeded, revokeHeldTokens } from '../tokens/revoke-held-tokens.ts';
import { keepInEscrow } from '../tokens/rotation-escrow.ts';
import type { CompletePorts, Received } from './consent-flow.ts';
import { unstoredCopy } from './unstored-copy.ts';

/**
 * Revokes tokens that are certainly not stored, unless that would end other tokens. What is not revoked now goes to the escrow.
 * Never rejects: what came of it is in the activity and in the log.
 */
export async function dropTokens(ports: CompletePorts, received: Received): Promise<void> {
  const outcome = await revokedNow(ports, received);
  if (outcome !== 'pending' || (await isKept(ports, received))) return note(ports, received, outcome);
  await noteLost(ports, received);
}

/**
 * Ends tokens of which nobody knows whether they are stored. Revoked at once they might be those of a live connection, so a
 * copy goes to the escrow, which is settled when no late write can land any more. Never rejects.
 */
export async function dropUnknown(ports: CompletePorts, received: Received): Promise<void> {
  if (await isKept(ports, received)) return note(ports, received, 'pending');
  const { key, storeId } = received.flow;
  const record = await ports.connections.read(key).catch(() => undefined);
  // The row holds them: they are as live as the connection.
  if (record?.tokensStoredBy === storeId) return;
  const outcome = await revokedNow(ports, received);
  if (outcome === 'pending') return noteLost(ports, received);
  await note(ports, received, outcome);
}

async function revokedNow(
  ports: CompletePorts,
  { flow, answer, account }: Received,
): Promise<RevocationOutcome> {
  const { key, session, existing, storeId: storedBy, deadline } = flow;
  const { facts, fetch: asGiven } = flow.credentials;
  const fetch = fetchUntil({ fetch: asGiven, clock: ports.clock }, deadline - LIMITS.escrowReserve);
  const accountKey = account && accountKeyOf(ports, session, { facts, account });
  if (!accountKey && isAccountNeeded(facts)) return 'pending';
  const [epoch, generation] = [session.connectionEpoch + 1, (existing?.generation ?? 0) + 1];
  try {
    const { outcome } = await revokeHeldTokens(ports, {
      app: session,
      // At hand: the app may be deleted by now.
      credentials: { ...flow.credentials, fetch },
      held: { key, epoch, generation, storedBy, accountKey },
      access: answer.access,
      refresh: answer.refresh,
    });
    return outcome;
  } catch {
    // The table could not say who else lives on the grant.
    return 'pending';
  }
}

async function isKept(ports: CompletePorts, received: Received): Promise<boolean> {
  const { clock, unstoredCopies: escrow } = ports;
  try {
    const giveUpAt = received.flow.deadline - LIMITS.storeReserve;
    await keepInEscrow({ clock, escrow }, unstoredCopy(ports, received), giveUpAt);
    return true;
  } catch {
    return false;
  }
}

async function note(
  ports: CompletePorts,
  { flow: { key, session, input } }: Received,
  outcome: RevocationOutcome,
): Promise<void> {
  const { provider } = session;
  const { workspaceId, connectionId } = key;
  ports.log.warn('unstored_tokens_dropped', { ...key, provider, outcome });
  const actor = input.caller.subject;
  await recordActivity(ports, workspaceId, {
    type: 'tokens_dropped',
    connectionId,
    provider,
    actor,
    outcome,
  });
}

/** Provider, table and escrow all failed until the end: a person has to remove the access at the provider. */
async function noteLost(ports: CompletePorts, received: Received): Promise<void> {
  const { key, session } = received.flow;
  ports.log.error('unstored_tokens_lost', { ...key, provider: session.provider });
  await note(ports, received, 'failed');
}
