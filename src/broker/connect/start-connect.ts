/** Step 1 of the consent flow: makes a session for this person, and the URL that their browser opens. */
import { authorizationUrl } from '../../oauth/authorization-url.ts';
import type { Provider } from '../../oauth/provider.ts';
import { resolveFacts } from '../../oauth/resolve-facts.ts';
import type { Secret } from '../../vault/secret.ts';
import { countAct } from '../activity/quota.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { findProvider } from '../apps/find-provider.ts';
import { ForeignDestination } from '../apps/foreign-destination.ts';
import type { PinnedApp } from '../apps/pinned-app.ts';
import { isCustom, isRemote } from '../apps/provider-kinds.ts';
import { type Caller, requireRole } from '../caller.ts';
import { provedConnection } from '../connection/open-tokens.ts';
import { sessionDestination } from '../destination.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import type { Connection, ConsentSession } from '../records.ts';
import { type ConsentClientPorts, clientForConsent } from '../remote/client-for-consent.ts';
import { verifierPlace } from '../sealed-places.ts';
import { refuseAskedScopes } from '../servers/refuse-asked-scopes.ts';
import type { ConnectionKey, PublicReads } from '../stores.ts';
import { isPersonEnded, refuseDeletedWorkspace } from '../workspace-mark.ts';
import { chooseApp } from './choose-app.ts';
import { chooseScopes } from './choose-scopes.ts';
import { chooseVariables } from './choose-variables.ts';
import { completionHash, random256, sessionIdOf } from './consent-secrets.ts';
import { redirectUriOf } from './redirect-uri.ts';
import { refuseOverConnections } from './room-for-connection.ts';

type StartPorts = Pick<
  Ports,
  | 'catalogue'
  | 'settings'
  | 'connections'
  | 'workspaceMarks'
  | 'sessions'
  | 'apps'
  | 'appPolicies'
  | 'activity'
  | 'acts'
  | 'events'
  | 'vault'
  | 'clock'
  | 'random'
  | 'log'
  | 'servers'
  | 'stepUps'
> &
  ConsentClientPorts & { reads: Pick<PublicReads, 'connections' | 'servers'> };

/** What a person wants to connect. `label` makes a further connection of the same provider. */
export interface StartInput {
  caller: Caller;
  workspaceId: string;
  provider: string;
  label?: string;
  app?: 'verified' | 'workspace';
  /** Ids of the provider's products, such as `gmail`. */
  products?: string[];
  scopes?: string[];
  /** Values of those provider variables that are chosen at a consent. */
  variables?: Record<string, string>;
  /** The person knows that nobody can say whether it is the same account. */
  replaceAccount?: boolean;
}

/** The new session, and the provider's URL for the browser. */
export interface Started {
  id: string;
  connectionId: string;
  authorizationUrl: string;
  /** For the tab or program that starts: `complete` requires it. The session has only its hash. */
  completionSecret: Secret;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/**
 * Starts a consent. Throws `unknown_provider`, `custom_provider_refused`, `unknown_scope`, `invalid_variable`, `app_not_available`, `app_not_allowed`,
 * `connection_disconnecting`, `workspace_deleted`, `too_many_requests`, `quota_exceeded`, `forbidden` for scopes about which an
 * admin decides, or the problems of the role.
 */
export async function startConnect(ports: StartPorts, input: StartInput): Promise<Started> {
  const { workspaceId, provider: providerId } = input;
  requireRole(input.caller, workspaceId, 'member');
  if (!ports.catalogue.has(providerId) && !isCustom(providerId) && !isRemote(providerId))
    throw new Problem('unknown_provider');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  if (await isPersonEnded(ports, workspaceId, input.caller)) throw new Problem('workspace_deleted');
  const connectionId = input.label ? `${providerId}~${input.label}` : providerId;
  const key = { workspaceId, connectionId };
  const existing = await ports.connections.read(key);
  if (existing?.status === 'disconnecting') throw new Problem('connection_disconnecting');
  await refuseOverConnections(ports, workspaceId, existing);
  const remote = isRemote(providerId) ? await clientForConsent(ports, wantedClient(input)) : undefined;
  const app = remote?.app ?? (await chooseApp(ports, workspaceId, providerId, input.app));
  const provider = await findProvider(ports, app).catch(refuseForeign);
  if (!provider) throw new Problem('unknown_provider');
  const live = await provedConnection(ports, key, existing);
  refuseUnknownAccount(provider, live, input);
  const isOwnApp = app.appOwner === workspaceId;
  const scopes = chooseScopes(provider, { ...input, isOwnApp }, live?.grantedScopes ?? []);
  const named = (input.scopes ?? []).filter((scope) => !live?.grantedScopes.includes(scope));
  await refuseAskedScopes(ports, { caller: input.caller, key, provider: providerId, scopes: named });
  const variables = chooseVariables(provider, {
    app: app.variables,
    asked: input.variables,
    before: live?.variables,
  });
  return openSession(ports, {
    input,
    provider,
    key,
    app: { ...app, variables },
    scopes,
    expectedIssuer: remote?.expectedIssuer,
    epoch: existing?.epoch ?? 0,
    connectionUid: existing && existing.status !== 'disconnected' ? existing.uid : newId(ports),
  });
}

function wantedClient({ workspaceId, provider, caller }: StartInput) {
  return { workspaceId, provider, actor: caller.subject };
}

/**
 * A connection of which nobody knows whose it is may only be replaced by somebody who knows that. Throws `account_unknown`, before
 * the person is sent anywhere.
 */
function refuseUnknownAccount(
  provider: Provider,
  live: Connection | undefined,
  { replaceAccount }: StartInput,
): void {
  const isUnknown = provider.oauth.account.kind === 'openid' && live?.accountFingerprint === undefined;
  if (live && isUnknown && !replaceAccount) throw new Problem('account_unknown');
}

/** A release can take what an earlier one stored for a host of the catalogue: an admin then uses the catalogue's provider. */
function refuseForeign(error: unknown): never {
  throw error instanceof ForeignDestination
    ? new Problem('custom_provider_refused', { cause: error })
    : error;
}

interface Opening {
  input: StartInput;
  provider: Provider;
  key: ConnectionKey;
  app: PinnedApp;
  scopes: string[];
  /** Of a remote server: what its authorization server names in answers now. */
  expectedIssuer: string | undefined;
  epoch: number;
  connectionUid: string;
}

async function openSession(ports: StartPorts, opening: Opening): Promise<Started> {
  const { provider, key, app, scopes } = opening;
  const state = random256(ports);
  const id = sessionIdOf(state);
  const verifier = random256(ports);
  const completionSecret = random256(ports);
  const seal = await ports.vault.sealer();
  const unsealed = { ...newSession(ports, opening), completionHash: completionHash(completionSecret) };
  const destination = sessionDestination(unsealed);
  const sealedVerifier = seal(verifierPlace(id, destination), verifier);
  const session = { ...unsealed, destination, sealedVerifier };
  await ports.sessions.change(
    { sessionId: id },
    {
      expect: { status: { absent: true } },
      set: session,
      writeId: newId(ports),
      forgetAt: session.expiresAt,
    },
  );
  await recordActivity(ports, key.workspaceId, {
    type: 'connect_started',
    connectionId: key.connectionId,
    provider: provider.id,
    actor: opening.input.caller.subject,
  });
  const url = authorizationUrl({
    facts: resolveFacts(provider.oauth, app.variables ?? {}),
    clientId: app.clientId,
    redirectUri: session.redirectUri,
    state: state.reveal(),
    scopes,
    codeVerifier: verifier.reveal(),
  });
  const { expiresAt } = session;
  return { id, connectionId: key.connectionId, authorizationUrl: url, completionSecret, expiresAt };
}

function newSession(ports: StartPorts, opening: Opening): ConsentSession {
  const { input, provider, key, app, scopes, epoch, connectionUid } = opening;
  const { issuer, claimedIssuer } = resolveFacts(provider.oauth, app.variables ?? {});
  const createdAt = ports.clock.now();
  return {
    status: 'started',
    workspaceId: key.workspaceId,
    starter: { issuer: input.caller.issuer, subject: input.caller.subject },
    connectionId: key.connectionId,
    connectionUid,
    ...app,
    redirectUri: redirectUriOf(ports.settings, app),
    requestedScopes: scopes,
    expectedIssuer: opening.expectedIssuer ?? claimedIssuer ?? issuer,
    issuerRequired: provider.oauth.authorizationResponseIss === 'required',
    ...(input.replaceAccount && { mayReplaceAccount: true }),
    connectionEpoch: epoch,
    createdAt,
    expiresAt: createdAt + LIMITS.consentSession,
  };
}
