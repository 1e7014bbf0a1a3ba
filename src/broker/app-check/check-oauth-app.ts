/** Asks a provider whether it knows an OAuth app: the stored one, or one that an admin is about to store. */
import type { CustomProvider } from '../../contract/custom-provider.ts';
import { type ClientVerdict, clientVerdict } from '../../oauth/client-verdict.ts';
import type { Provider } from '../../oauth/provider.ts';
import { countAct } from '../activity/quota.ts';
import { appKeyOf } from '../apps/app-key.ts';
import { inPlaceOrRefused } from '../apps/places.ts';
import { isRemote } from '../apps/provider-kinds.ts';
import { requireRole } from '../caller.ts';
import { random256 } from '../connect/consent-secrets.ts';
import { redirectUriOf } from '../connect/redirect-uri.ts';
import { Problem } from '../errors.ts';
import { refuseDeletedWorkspace } from '../workspace-mark.ts';
import {
  type AppToCheck,
  type CheckInput,
  type CheckPorts,
  givenApp,
  givenClient,
  storedApp,
} from './app-to-check.ts';
import { contextOf } from './context-of-check.ts';

/** What was found, and where it was asked. */
export interface AppCheck extends ClientVerdict {
  host: string;
  redirectUri: string;
  custom?: CustomProvider | undefined;
  /** Milliseconds since the epoch. */
  checkedAt: number;
}

/**
 * Sends one token request and stores nothing; no verdict on the app's health comes of it. It takes a place at every provider, so
 * that the places bound how fast secrets can be tried. Throws `unknown_provider`, `app_not_available`, `invalid_request`,
 * `invalid_variable`, `custom_provider_refused`, `client_id_reserved`, `too_many_requests`, `too_many_at_once`,
 * `workspace_deleted`, or VaultError.
 */
export async function checkOAuthApp(ports: CheckPorts, input: CheckInput): Promise<AppCheck> {
  const { caller, workspaceId, provider } = input;
  requireRole(caller, workspaceId, 'admin');
  await countAct(ports, input);
  await refuseDeletedWorkspace(ports, workspaceId, ports.clock.now());
  const appKey = appKeyOf({ owner: workspaceId, provider, version: 0 });
  return inPlaceOrRefused(ports, { workspaceId, appKey, isNeeded: true }, () => check(ports, input));
}

async function check(ports: CheckPorts, input: CheckInput): Promise<AppCheck> {
  const checkedAt = ports.clock.now();
  const app = await appOf(ports, input).catch((error: unknown) => withoutMetadata(input, error));
  const pinned = { provider: input.provider, appOwner: input.workspaceId, variables: app.variables };
  const redirectUri = redirectUriOf(ports.settings, pinned);
  if ('host' in app) return { outcome: 'unreachable', host: app.host, redirectUri, checkedAt };
  const context = contextOf(ports, input.workspaceId, app);
  const verdict = await clientVerdict(context, {
    // 256 random bits: no provider has made this code.
    code: random256(ports),
    codeVerifier: random256(ports),
    redirectUri,
    scopes: usualScopes(app.provider),
  });
  const { host } = new URL(context.facts.tokenEndpoint);
  return { ...verdict, host, redirectUri, custom: app.custom, checkedAt };
}

function appOf(ports: CheckPorts, input: CheckInput): Promise<AppToCheck> {
  const { clientId, clientSecret, custom } = input;
  if (clientId !== undefined) {
    const given = { ...input, clientId };
    return isRemote(input.provider) ? givenClient(ports, given) : givenApp(ports, given);
  }
  if (clientSecret || custom)
    throw new Problem('invalid_request', { errors: [{ pointer: '/clientId', reason: 'required' }] });
  return storedApp(ports, input);
}

/** The issuer whose metadata could not be read. What else fails is thrown on. */
function withoutMetadata({ custom }: CheckInput, error: unknown): { host: string; variables?: undefined } {
  const isUnreachable = error instanceof Problem && error.code === 'provider_unreachable';
  if (!isUnreachable || !custom?.issuer) throw error;
  return { host: new URL(custom.issuer).host };
}

/** Those that a consent asks for if nobody chooses: some providers want them in the token request too. */
function usualScopes({ oauth, products }: Provider): string[] {
  const usual = products.flatMap(({ scopes }) => scopes.filter((each) => each.default));
  return [...new Set([...oauth.scopes.always, ...usual.map(({ scope }) => scope)])];
}
