/** Settles a copy of tokens that a consent could not store. Nothing here, and nothing else, stores such a copy. */
import type { RevocationOutcome } from '../../contract/outcomes.ts';
import { identifyAccount } from '../../oauth/account/identify-account.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { Secret } from '../../vault/secret.ts';
import { type RecordPorts, recordActivity } from '../activity/record-activity.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { openCopy } from '../connection/open-tokens.ts';
import { LIMITS } from '../limits.ts';
import type { EscrowEntry, EscrowedTokens, Ports } from '../ports.ts';
import { accountKeyOf, type WithEnvironment } from './account-key.ts';
import { isAccountNeeded, type RevokePorts, revokeHeldTokens } from './revoke-held-tokens.ts';

type UnstoredPorts = RevokePorts & RecordPorts & WithEnvironment & Pick<Ports, 'escrow'>;

/**
 * Revokes the tokens of a proved copy, unless the row holds exactly these: then the store succeeded after all, and they are
 * those of a live connection. Until that is done the copy stays, for {@link LIMITS.escrowLife} at most. Rejects if the table, the
 * vault or the escrow fails.
 */
export async function settleUnstored(
  ports: UnstoredPorts,
  { path }: EscrowEntry,
  copy: EscrowedTokens,
): Promise<'none'> {
  const age = ports.clock.now() - (copy.set.refreshedAt ?? 0);
  // The write that had no answer may still land, and then these are the tokens of a connection.
  if (age < LIMITS.lateWrite) return 'none';
  const record = await ports.connections.read(copy.key);
  if (record?.tokensStoredBy === copy.attempt) {
    await ports.escrow.delete(path);
    return 'none';
  }
  const outcome = age > LIMITS.escrowLife ? 'failed' : await revoked(ports, copy);
  if (outcome === 'pending') return 'none';
  await ports.escrow.delete(path);
  await note(ports, copy, outcome);
  return 'none';
}

/** The held tokens are those that the store would have made: newer ones of the same consent are left alone. */
async function revoked(ports: UnstoredPorts, copy: EscrowedTokens): Promise<RevocationOutcome> {
  const { key, epoch, generation, attempt: storedBy, minted } = copy;
  const tokens = await openCopy(ports, copy);
  const credentials = await appCredentials(ports, key, minted);
  if (!credentials) return 'pending';
  const accountKey = minted.accountKey ?? (await askedAccountKey(ports, copy, { credentials, ...tokens }));
  if (!accountKey && isAccountNeeded(credentials.facts)) return 'pending';
  const held = { key, epoch: epoch + 1, generation: generation + 1, storedBy, accountKey };
  return (await revokeHeldTokens(ports, { app: minted, credentials, held, ...tokens })).outcome;
}

/** The provider did not say at the consent whose tokens they are. Undefined: it still does not. */
async function askedAccountKey(
  ports: UnstoredPorts,
  { minted }: EscrowedTokens,
  { credentials, access }: { credentials: TokenEndpointContext; access?: Secret },
): Promise<string | undefined> {
  const { facts } = credentials;
  const { account: source } = facts;
  if (!access || source.kind === 'token-answer' || source.kind === 'openid') return undefined;
  const account = await identifyAccount(credentials, source, access).catch(() => undefined);
  return account && accountKeyOf(ports, minted, { facts, account });
}

async function note(
  ports: UnstoredPorts,
  { key, minted: { provider } }: EscrowedTokens,
  outcome: RevocationOutcome,
): Promise<void> {
  const { workspaceId, connectionId } = key;
  ports.log.warn('unstored_tokens_dropped', { ...key, provider, outcome });
  await recordActivity(ports, workspaceId, { type: 'tokens_dropped', connectionId, provider, outcome });
}
