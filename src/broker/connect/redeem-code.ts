/** Redeems the code of a consent at the provider's token endpoint (RFC 6749 section 4.1.3). */
import { sentWhile } from '../../oauth/provider-fetch.ts';
import { type PartialTokenAnswer, type TokenAnswer, UnusableTokenAnswer } from '../../oauth/token-answer.ts';
import { exchangeCode } from '../../oauth/token-endpoint.ts';
import { type TokenFailure, tokenFailure } from '../../oauth/token-failure.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { isOfClient, secretNow } from '../apps/refused-client.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { noteLost } from '../remote/client-for-consent.ts';
import type { CompletePorts, Flow } from './consent-flow.ts';

/** The tokens, and the flow with the credentials that the provider took. */
export interface Redeemed {
  answer: TokenAnswer;
  flow: Flow;
}

/** Revokes what came of an answer that cannot be used. */
type Drop = (answer: PartialTokenAnswer) => Promise<void>;

/**
 * Sends the code once: a second use may revoke the tokens of the first (RFC 6749 section 4.1.2). Only after a refusal of a client
 * secret that was replaced meanwhile it is sent once more, since such a refusal spends no code. Throws `provider_rejected`,
 * `app_misconfigured`, `provider_unreachable`.
 */
export async function redeemCode(ports: CompletePorts, flow: Flow, drop: Drop): Promise<Redeemed> {
  const { key, session, credentials: used, deadline } = flow;
  const first = await redeem(ports, flow, drop);
  if ('answer' in first) return { answer: first.answer, flow };
  if (!isOfClient(first.failure, session)) throw problemOf(first);
  const now = await secretNow(ports, { key, row: session, used });
  if (now.state === 'same') {
    await noteLostClient(ports, flow, first);
    throw problemOf(first);
  }
  const hasTime = deadline - ports.clock.now() >= LIMITS.exchangeTime;
  if (now.state !== 'replaced' || !hasTime) throw new Problem('provider_unreachable', { cause: first.cause });
  const renewed = { ...flow, credentials: now.credentials };
  const second = await redeem(ports, renewed, drop);
  if ('answer' in second) return { answer: second.answer, flow: renewed };
  throw problemOf(second);
}

interface Unredeemed {
  failure: TokenFailure;
  cause: unknown;
}

async function redeem(
  { clock }: CompletePorts,
  { credentials, code, verifier, session, deadline }: Flow,
  drop: Drop,
): Promise<{ answer: TokenAnswer } | Unredeemed> {
  // A process that stood still for so long that the answer could not be stored any more does not ask for it.
  const until = Math.min(session.expiresAt, deadline - LIMITS.exchangeTime + LIMITS.providerDeadline);
  const fetch = sentWhile(credentials.fetch, () => clock.now() < until);
  const { redirectUri, requestedScopes: scopes } = session;
  try {
    const input = { code, redirectUri, codeVerifier: verifier, scopes };
    return { answer: await exchangeCode({ ...credentials, fetch }, input) };
  } catch (cause) {
    if (cause instanceof UnusableTokenAnswer) await drop(cause.answer);
    return { failure: tokenFailure(cause, credentials.facts, clock.now()), cause };
  }
}

/** The authorization server of a remote server does not know the client that the broker registered: the next start makes another. */
async function noteLostClient(
  ports: CompletePorts,
  { session: { workspaceId, provider, appVersion: version, appUid: uid } }: Flow,
  { failure: { isVague } }: Unredeemed,
): Promise<void> {
  if (isRemote(provider) && !isVague) await noteLost(ports, { workspaceId, provider, version, uid });
}

function problemOf({ failure: { kind }, cause }: Unredeemed): Problem {
  if (kind === 'dead_grant') return new Problem('provider_rejected', { cause });
  return new Problem(kind === 'configuration' ? 'app_misconfigured' : 'provider_unreachable', { cause });
}
