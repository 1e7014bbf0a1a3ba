/**
 * Step 3 of the consent flow: exchanges the code for the person who started the flow, in the browser that consented.
 * The provider is asked only with the right handle and the starter's issuer, subject and workspace (invariant I2).
 */

import { identifyAccount, presentable } from '../../oauth/identify-account.ts';
import type { ReadAccount } from '../../oauth/provider.ts';
import type { PartialTokenAnswer, TokenAnswer } from '../../oauth/token-answer.ts';
import { isHandle, openUnderHandle } from '../../vault/handle-seal.ts';
import type { Secret } from '../../vault/secret.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { customApiHosts } from '../apps/find-provider.ts';
import { isAppWithdrawn } from '../apps/is-app-withdrawn.ts';
import { appCredentials } from '../apps/oauth-app-credentials.ts';
import { isSamePerson, requireRole } from '../caller.ts';
import { provedConnection } from '../connection/open-tokens.ts';
import { sessionDestination } from '../destination.ts';
import { endConnection } from '../disconnect/end-connection.ts';
import { Problem } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { Connection, ConsentSession } from '../records.ts';
import { verifierPlace } from '../sealed-places.ts';
import { revokeHeldTokens } from '../tokens/revoke-held-tokens.ts';
import { isWorkspaceDeleted, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { accountKeyOf } from './account-key.ts';
import type { CompleteInput, CompletePorts, Flow } from './consent-flow.ts';
import { type ConsentSecrets, separated } from './consent-secrets.ts';
import { redeemCode, sessionEnd } from './redeem-code.ts';
import { type ConsentResult, type StoreOutcome, storeConsent } from './store-consent.ts';

/** The connection that a consent created or replaced. */
export interface Completed {
  connectionId: string;
  connection: Connection;
}

/**
 * Completes a consent. Throws `connect_session_not_found`, `connect_session_expired`, `initiator_mismatch`,
 * `connection_changed`, `connection_disconnecting`, `account_mismatch`, `app_not_available`, `app_misconfigured`,
 * `provider_rejected`, `provider_unreachable`, `workspace_deleted`, or the problems of the role.
 */
export async function completeConnect(ports: CompletePorts, input: CompleteInput): Promise<Completed> {
  requireRole(input.caller, input.workspaceId, 'member');
  const session = await ports.sessions.read({ sessionId: input.sessionId });
  // A wrong handle changes nothing, and its answer is the same as for a missing session.
  if (session?.status !== 'returned' || !isHandle(input.handle, session.handleHash)) {
    throw new Problem('connect_session_not_found');
  }
  const secrets = await openSecrets(ports, input, session);
  if (!isStarter(session, input)) return refuseOtherPerson(ports, input, session);
  refuseExpired(session, ports.clock.now());
  const flow = await prepare(ports, input, { session, secrets });
  await consume(ports, input, session);
  try {
    return { connectionId: flow.key.connectionId, connection: await finish(ports, flow) };
  } catch (error) {
    await noteFailure(ports, flow, error);
    throw error;
  }
}

/** Proves the session: nothing that it says is used before, not even who started it. Throws VaultError. */
async function openSecrets(
  { vault }: CompletePorts,
  { sessionId }: CompleteInput,
  session: ConsentSession,
): Promise<ConsentSecrets> {
  if (!session.sealedVerifier) throw new Problem('connect_session_not_found');
  const place = verifierPlace(sessionId, sessionDestination(session));
  return separated(await vault.open(place, session.sealedVerifier));
}

function isStarter(session: ConsentSession, { caller, workspaceId }: CompleteInput): boolean {
  return session.workspaceId === workspaceId && isSamePerson(session.starter, caller);
}

/** Another person started this flow: the session ends and its code is never used (T024, T026, T027). */
async function refuseOtherPerson(
  ports: CompletePorts,
  input: CompleteInput,
  session: ConsentSession,
): Promise<never> {
  const destroyed = await ports.sessions.change(
    { sessionId: input.sessionId },
    {
      expect: { status: { is: 'returned' } },
      set: { status: 'ended', failure: 'initiator_mismatch', ...NO_SECRETS },
      writeId: newId(ports),
    },
  );
  if (destroyed) {
    const { connectionId, provider } = session;
    const actor = input.caller.subject;
    await recordActivity(ports, session.workspaceId, {
      type: 'initiator_mismatch',
      connectionId,
      provider,
      actor,
    });
  }
  throw new Problem('initiator_mismatch');
}

const NO_SECRETS = { sealedCode: undefined, sealedVerifier: undefined, handleHash: undefined };

/** Compares with the clock, since DynamoDB's TTL deletes late (T012, T029). */
function refuseExpired(session: ConsentSession, now: number): void {
  if (now >= sessionEnd(session)) throw new Problem('connect_session_expired');
}

async function prepare(
  ports: CompletePorts,
  input: CompleteInput,
  { session, secrets }: { session: ConsentSession; secrets: ConsentSecrets },
): Promise<Flow> {
  const key = { workspaceId: session.workspaceId, connectionId: session.connectionId };
  await refuseDeletedWorkspace(ports, key.workspaceId);
  const existing = await ports.connections.read(key);
  if (existing?.status === 'disconnecting') throw new Problem('connection_disconnecting');
  if ((existing?.epoch ?? 0) !== session.connectionEpoch) throw new Problem('connection_changed');
  if (!session.sealedCode) throw new Problem('connect_session_not_found');
  if (await isAppWithdrawn(ports, session)) throw new Problem('app_not_available');
  const credentials = await appCredentials(ports, key, session);
  if (!credentials) throw new Problem('app_not_available');
  return {
    input,
    key,
    session,
    existing,
    proved: await provedConnection(ports, key, existing),
    credentials,
    apiHosts: await customApiHosts(ports, session),
    code: codeOf(input, session, { state: secrets.state, sealed: session.sealedCode }),
    verifier: secrets.verifier,
    seal: await ports.vault.sealer(),
  };
}

/**
 * The code, if it came by the redirect that the proved session expects. The callback judges a row that it cannot prove: a row
 * that said something else at that moment would send a code of one provider to the host of another (RFC 9700 section 4.4).
 */
function codeOf(
  { handle, sessionId }: CompleteInput,
  { provider, appOwner: owner, expectedIssuer: issuer, issuerRequired }: ConsentSession,
  { state, sealed }: { state: Secret; sealed: Uint8Array },
): Secret {
  const redirect = { sessionId, state, provider, owner };
  try {
    return openUnderHandle(handle, { ...redirect, issuer }, sealed);
  } catch (error) {
    if (issuerRequired) throw error;
    return openUnderHandle(handle, redirect, sealed);
  }
}

/** Lets one of several parallel completions continue (T003). */
async function consume(ports: CompletePorts, input: CompleteInput, session: ConsentSession): Promise<void> {
  const consumed = await ports.sessions.change(
    { sessionId: input.sessionId },
    {
      expect: { status: { is: 'returned' }, returnedAt: { is: session.returnedAt ?? 0 } },
      set: { status: 'completing', ...NO_SECRETS },
      writeId: newId(ports),
    },
  );
  if (!consumed) throw new Problem('connect_session_not_found');
}

async function finish(ports: CompletePorts, begun: Flow): Promise<Connection> {
  const askedAt = ports.clock.now();
  const drop = (partial: PartialTokenAnswer) =>
    dropTokens(ports, begun, { answer: partial, account: undefined });
  const { answer, flow } = await redeemCode(ports, begun, drop);
  const account = await accountOf(flow, answer);
  const stored = account && (await storeUnlessWithdrawn(ports, { flow, answer, account, askedAt }));
  if (!stored?.connection) {
    await dropTokens(ports, flow, { answer, account });
    throw new Problem(stored?.problem ?? 'provider_unreachable');
  }
  await refuseIfDeletedMeanwhile(ports, flow);
  // A deletion that did not see this connection marked its app before the store.
  if (await isAppWithdrawn(ports, flow.session)) {
    await dropTokens(ports, flow, { answer, account });
    await endConnection(ports, { key: flow.key, actor: flow.input.caller.subject });
    throw new Problem('app_not_available');
  }
  return stored.connection;
}

/** A connection whose app is deleted could be neither refreshed nor revoked. */
async function storeUnlessWithdrawn(ports: CompletePorts, result: ConsentResult): Promise<StoreOutcome> {
  if (await isAppWithdrawn(ports, result.flow.session)) return { problem: 'app_not_available' };
  return storeConsent(ports, result);
}

async function accountOf({ credentials }: Flow, answer: TokenAnswer): Promise<ReadAccount | undefined> {
  const { account } = credentials.facts;
  if (account.kind === 'token-answer') return presentable(answer.account);
  return identifyAccount(credentials, account, answer.access).catch(() => undefined);
}

/** Revokes tokens that will not be stored, unless that would end other tokens. */
async function dropTokens(
  ports: CompletePorts,
  { key, session, credentials }: Flow,
  { answer, account }: { answer: PartialTokenAnswer; account: ReadAccount | undefined },
): Promise<void> {
  const { facts } = credentials;
  const accountKey = account && accountKeyOf(ports, session, { facts, account });
  const held = { key, epoch: -1, generation: -1, accountKey };
  const report = await revokeHeldTokens(ports, {
    app: session,
    // At hand: the app may be deleted by now.
    credentials,
    held,
    access: answer.access,
    refresh: answer.refresh,
  }).catch(() => ({ outcome: 'failed' as const }));
  ports.log.warn('unstored_tokens_dropped', { ...key, provider: session.provider, outcome: report.outcome });
}

/** Reads the deletion mark again: the workspace may have been deleted between the first read and the store. */
async function refuseIfDeletedMeanwhile(ports: CompletePorts, { input, key }: Flow): Promise<void> {
  if (!(await isWorkspaceDeleted(ports, key.workspaceId))) return;
  await endConnection(ports, { key, actor: input.caller.subject });
  throw new Problem('workspace_deleted');
}

async function noteFailure(
  ports: CompletePorts,
  { input, key, session }: Flow,
  error: unknown,
): Promise<void> {
  const outcome = error instanceof Problem ? error.code : 'internal';
  await recordActivity(ports, key.workspaceId, {
    type: 'connect_failed',
    connectionId: key.connectionId,
    provider: session.provider,
    actor: input.caller.subject,
    outcome,
  });
}
