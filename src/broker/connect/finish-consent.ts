/** From the code to the connection. Tokens that the provider has handed over are stored, or revoked, or in the escrow. */

import { withConnectionFacts } from '../../oauth/resolve-facts.ts';
import type { PartialTokenAnswer } from '../../oauth/token-answer.ts';
import { isAppWithdrawn } from '../apps/read-app.ts';
import { endConnection } from '../disconnect/end-connection.ts';
import { Problem } from '../errors.ts';
import type { Connection } from '../records.ts';
import { accountKeyOf } from '../tokens/account-key.ts';
import { removeMark } from '../tokens/grant-marks.ts';
import { isWorkspaceDeleted } from '../workspace-mark.ts';
import type { CompletePorts, ConsentResult, Flow, Received } from './consent-flow.ts';
import { type ConsentMark, nameGrant } from './consent-mark.ts';
import { dropTokens, dropUnknown } from './drop-tokens.ts';
import { identifyOwner } from './identify-owner.ts';
import { redeemCode } from './redeem-code.ts';
import { type StoreOutcome, StoreUnknown, storeConsent } from './store-consent.ts';

/** Exchanges the code and stores the tokens. Throws the problems of `completeConnect` that come after the exchange. */
export async function finishConsent(
  ports: CompletePorts,
  begun: Flow,
  mark: ConsentMark | undefined,
): Promise<Connection> {
  const askedAt = ports.clock.now();
  const drop = (answer: PartialTokenAnswer) =>
    dropTokens(ports, { flow: begun, answer, askedAt, account: undefined });
  const { answer, flow: asked } = await unmarkedIfFailed(ports, mark, () => redeemCode(ports, begun, drop));
  // From here on endpoints can name what the answer said.
  const credentials = withConnectionFacts(asked.credentials, answer.facts ?? {});
  const flow = { ...asked, credentials };
  const received = { flow, answer, askedAt, ...(await identifyOwner(ports, flow, answer)) };
  const { connection, problem } = await keep(ports, received, mark);
  if (!connection) {
    await unmarked(ports, mark);
    await dropTokens(ports, received);
    throw new Problem(problem);
  }
  await refuseIfDeletedMeanwhile(ports, received);
  return connection;
}

/** The stored connection, or why the tokens are certainly not stored. Where that is unknown, it settles them and throws. */
async function keep(
  ports: CompletePorts,
  received: Omit<ConsentResult, 'account'> & Pick<Received, 'account'>,
  mark: ConsentMark | undefined,
): Promise<StoreOutcome> {
  const { account, ...rest } = received;
  const isListMissing = received.flow.credentials.facts.tenants !== undefined && !rest.tenants;
  if (!account || isListMissing) return { problem: 'provider_unreachable' };
  try {
    return await storeIfAlive(ports, { ...rest, account }, mark);
  } catch (cause) {
    if (!(cause instanceof StoreUnknown)) return { problem: 'temporarily_unavailable' };
    await dropUnknown(ports, received);
    throw new Problem('temporarily_unavailable', { cause });
  }
}

async function storeIfAlive(
  ports: CompletePorts,
  result: ConsentResult,
  mark: ConsentMark | undefined,
): Promise<StoreOutcome> {
  const { session, credentials } = result.flow;
  const { account } = result;
  const accountKey = accountKeyOf(ports, session, { facts: credentials.facts, account });
  if (mark && !(await nameGrant(ports, mark, accountKey))) return { problem: 'connection_changed' };
  // A connection whose app is deleted could be neither refreshed nor revoked.
  if (await isAppWithdrawn(ports, session)) return { problem: 'app_not_available' };
  return storeConsent(ports, result);
}

/**
 * Reads the deletion marks again: workspace or app may have been deleted between the first reads and the store. A deletion that
 * did not see this connection marked its app before the store, and may delete it at any time: the tokens are revoked with
 * the credentials at hand.
 */
async function refuseIfDeletedMeanwhile(ports: CompletePorts, received: Received): Promise<void> {
  const { input, key, session } = received.flow;
  const isDeleted = await isWorkspaceDeleted(ports, key.workspaceId, session.createdAt);
  const isWithdrawn = await isAppWithdrawn(ports, session);
  if (!isDeleted && !isWithdrawn) return;
  if (isWithdrawn) await dropTokens(ports, received);
  await endConnection(ports, { key, actor: input.caller.subject });
  throw new Problem(isDeleted ? 'workspace_deleted' : 'app_not_available');
}

async function unmarkedIfFailed<T>(
  ports: CompletePorts,
  mark: ConsentMark | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await unmarked(ports, mark);
    throw error;
  }
}

async function unmarked(ports: CompletePorts, mark: ConsentMark | undefined): Promise<void> {
  if (mark) await removeMark(ports, mark.key);
}
