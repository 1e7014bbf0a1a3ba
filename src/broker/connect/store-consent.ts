/** Stores the tokens of a completed consent, if the epoch is still the one of the consent's start. */
import type { ProblemCode } from '../../contract/problems.ts';
import type { OAuthFacts, ReadAccount, ReadTenant } from '../../oauth/provider.ts';
import type { Secret } from '../../vault/secret.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { appKeyOf } from '../apps/app-key.ts';
import { canonicalJson } from '../canonical-json.ts';
import { keptOpen } from '../connection/choice.ts';
import { idleLimitOf } from '../connection/idle.ts';
import { replacedTokens } from '../disconnect/replaced-tokens.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import { randomFraction } from '../random-fraction.ts';
import type { Connection } from '../records.ts';
import {
  accountFingerprint,
  accountKeyOf,
  fingerprintAtTenant,
  instanceOf,
  UNKNOWN_ACCOUNT,
} from '../tokens/account-key.ts';
import { grantedScopes } from '../tokens/granted-scopes.ts';
import { reachesFurther, revokeHeldTokens } from '../tokens/revoke-held-tokens.ts';
import { storeDurably } from '../tokens/store-durably.ts';
import { storedTokens } from '../tokens/stored-tokens.ts';
import type { CompletePorts, ConsentResult } from './consent-flow.ts';
import { type TenantOfConsent, tenantIdOf, tenantOfConsent } from './tenant-of-consent.ts';

/** The table refused the store to the end, so it is unknown whether the tokens are stored. */
export class StoreUnknown extends Error {
  override name = 'StoreUnknown';
}

/** The stored connection, or the reason why nothing was stored. */
export type StoreOutcome =
  | { connection: Connection; problem?: undefined }
  | { connection?: undefined; problem: ProblemCode };

/**
 * Stores the tokens, revokes those that they replace, and records it. Problems: `account_mismatch`,
 * `connection_changed`. Throws {@link StoreUnknown}; after any other error nothing is stored.
 */
export async function storeConsent(ports: CompletePorts, result: ConsentResult): Promise<StoreOutcome> {
  const { flow } = result;
  const { existing, key, session } = flow;
  const isLive = existing !== undefined && existing.status !== 'disconnected';
  const owner = tenantOfConsent(flow.credentials.facts, result.tenants, isLive ? flow.proved : undefined);
  if ('problem' in owner) return owner;
  // Of a row that is not proved nobody knows whose account it is: a disconnect with its receipt comes first.
  const account = isLive ? accountProblem(ports, result, flow.proved) : undefined;
  if (account) return { problem: account };
  const set = {
    ...connectionAttributes(ports, result, owner),
    // The name of a connection that has ended is not the name of the next one. Of a live one the row keeps it.
    ...(!isLive && { displayName: undefined }),
  };
  // A disconnect or another consent meanwhile raises the epoch, and then this store fails.
  const expect = { epoch: existing ? { is: existing.epoch } : { absent: true as const } };
  const giveUpAt = Math.min(
    ports.clock.now() + LIMITS.consentStoreTime,
    flow.deadline - LIMITS.escrowReserve,
  );
  const change = { expect, set, writeId: newId(ports) };
  const stored = await storeDurably(ports, { key, change, giveUpAt }).catch((cause: unknown) => {
    throw new StoreUnknown('', { cause });
  });
  if (!stored) return { problem: 'connection_changed' };
  if (isLive) await revokeSuperseded(ports, result, existing);
  await recordActivity(ports, key.workspaceId, {
    type: 'connected',
    connectionId: key.connectionId,
    provider: session.provider,
    actor: flow.input.caller.subject,
  });
  const kept = isLive ? { displayName: existing.displayName } : {};
  return { connection: withoutUndefined({ ...kept, ...set }) as Connection };
}

function connectionAttributes(ports: CompletePorts, result: ConsentResult, owner: TenantOfConsent) {
  const { flow, answer, account, askedAt } = result;
  const { key, session, existing } = flow;
  const { tenant, tenants } = owner;
  const generation = (existing?.generation ?? 0) + 1;
  const { provider, appOwner, appVersion, appUid, clientId, redirectUri, variables } = session;
  const { facts } = flow.credentials;
  const bound = {
    uid: session.connectionUid,
    provider,
    appOwner,
    appVersion,
    appUid,
    clientId,
    redirectUri,
    variables,
    facts: tenant ? { ...answer.facts, ...tenant.facts } : answer.facts,
    apiHosts: flow.customApi.apiHosts,
    tokenHeader: flow.customApi.tokenHeader,
    tenants,
    accountFingerprint: fingerprintOf(ports, result, tenant),
    accountKey: accountKeyOf(ports, session, { facts, account }),
  };
  const stored = storedTokens({
    key,
    bound,
    seal: flow.seal,
    answer,
    generation,
    by: flow.storeId,
    askedAt,
    answeredAt: ports.clock.now(),
    random: randomFraction(ports),
    idleLimit: idleLimitOf(facts),
    isIdle: false,
  });
  const choiceUntil = tenants && askedAt + LIMITS.choiceOfTenant;
  return {
    ...bound,
    tenantLabel: tenant?.label,
    choiceUntil,
    appKey: appKeyOf({ owner: appOwner, provider, version: appVersion }),
    accountLabel: account.label,
    connectedBy: session.starter,
    connectedAt: askedAt,
    requestedScopes: session.requestedScopes,
    grantedScopes: grantedScopes(facts, answer.scopes, session.requestedScopes),
    epoch: session.connectionEpoch + 1,
    receipt: undefined,
    revokeUntil: undefined,
    warnedAt: undefined,
    ...stored,
    ...keptOpen(key, { status: 'active', tenants, choiceUntil }, stored),
  };
}

/** A server that names its accounts so says nothing either. */
function isUnknown(facts: OAuthFacts, { id }: ReadAccount): boolean {
  return facts.account.kind === 'openid' && id === UNKNOWN_ACCOUNT.id;
}

function fingerprintOf(
  ports: CompletePorts,
  { flow: { session, credentials, provider }, account }: ConsentResult,
  tenant: ReadTenant | undefined,
): string | undefined {
  const { facts } = credentials;
  if (isUnknown(facts, account)) return undefined;
  const instance = instanceOf(provider, session.variables);
  const fingerprint = accountFingerprint(ports, session, { facts, account, instance });
  return fingerprintAtTenant(fingerprint, tenant?.facts[facts.tenants?.id ?? '']);
}

/** Where nobody says whose account it is, or whose it was, only the person's word at the start lets it take the place. */
function accountProblem(
  ports: CompletePorts,
  result: ConsentResult,
  proved: Connection | undefined,
): 'account_mismatch' | 'account_unknown' | undefined {
  const isSame = isAccountOf(ports, result, proved);
  const { session, credentials } = result.flow;
  if (!proved || credentials.facts.account.kind !== 'openid') return isSame ? undefined : 'account_mismatch';
  const { facts } = credentials;
  const isUnsaid = isUnknown(facts, result.account) || proved.accountFingerprint === undefined;
  if (!isUnsaid) return isSame ? undefined : 'account_mismatch';
  return session.mayReplaceAccount ? undefined : 'account_unknown';
}

/**
 * Whether the consent is for the account of the proved connection, at its tenant. A row of the first release has a fingerprint
 * without the instance, which stands beside it.
 */
function isAccountOf(ports: CompletePorts, result: ConsentResult, proved: Connection | undefined): boolean {
  if (!proved) return false;
  const { session, provider, credentials } = result.flow;
  const { facts } = credentials;
  const { account } = result;
  const before = tenantIdOf(facts, proved);
  const instance = instanceOf(provider, session.variables);
  const isSameInstance = canonicalJson(instance) === canonicalJson(instanceOf(provider, proved.variables));
  const known = accountFingerprint(ports, session, { facts, account, instance });
  const ofFirstRelease = accountFingerprint(ports, session, { facts, account, instance: {} });
  const { accountFingerprint: stored } = proved;
  return stored === fingerprintAtTenant(known, before) || (isSameInstance && stored === ofFirstRelease);
}

/** Revokes the tokens that this consent replaces, unless that could end the new ones. */
async function revokeSuperseded(
  ports: CompletePorts,
  { flow: { key, credentials, deadline }, answer }: ConsentResult,
  old: Connection,
): Promise<void> {
  if (reachesFurther(credentials.facts)) return;
  try {
    const tokens = await replacedTokens(ports, key, {
      old,
      // A provider may issue the same token again; then no token was replaced.
      isKept: ({ access, refresh }) => isSame(refresh, answer.refresh) || isSame(access, answer.access),
      until: deadline - LIMITS.consentReserve,
    });
    if (!tokens) return;
    const held = { key, epoch: old.epoch, generation: old.generation, accountKey: old.accountKey };
    const { outcome } = await revokeHeldTokens(ports, {
      app: old,
      held,
      ...tokens,
    });
    ports.log.info('superseded_tokens', { ...key, outcome });
  } catch {
    ports.log.warn('superseded_tokens', { ...key, outcome: 'failed' });
  }
}

function isSame(left: Secret | undefined, right: Secret | undefined): boolean {
  return left !== undefined && left.reveal() === right?.reveal();
}

function withoutUndefined<T extends object>(attributes: T): T {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as T;
}
