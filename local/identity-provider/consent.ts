/** Who is asked before a client gets a code: everybody, except by the dashboard (T226). */
import { type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { API_SCOPE, LOCAL_AUDIENCE } from '../people.ts';
import { DASHBOARD_CLIENT } from './dashboard-client.ts';

/**
 * The library's prompts, and one more reason for a consent: whoever registered the client may be anybody, and a client on this
 * machine may be another program that uses its name (RFC 8252 section 8.6). So an earlier consent is never taken again, whatever
 * the redirect URI is; a client that keeps its refresh token need not come back.
 */
export function consentPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const asks = new Check(
    'client_of_others',
    'this client needs the consent of a person each time',
    'consent_required',
    ({ oidc }) => mustAsk(oidc),
  );
  policy.get('consent')?.checks.add(asks, 0);
  return policy;
}

/** Whether a person has not yet been asked in this very authorization, and has to be. */
function mustAsk({ client, result }: KoaContextWithOIDC['oidc']): boolean {
  return client?.clientId !== DASHBOARD_CLIENT && result?.consent === undefined;
}

/** The grant of this very authorization: the dashboard's own, or the one that a person has just made on the consent page. */
export async function grantFor(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { provider, client, session, result } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  if (client.clientId === DASHBOARD_CLIENT) return dashboardGrant(ctx, session.accountId);
  const made = mustAsk(ctx.oidc)
    ? undefined
    : (result?.consent?.grantId ?? session.grantIdFor(client.clientId));
  return made === undefined ? undefined : provider.Grant.find(made);
}

async function dashboardGrant({ oidc }: KoaContextWithOIDC, accountId: string): Promise<Grant> {
  const { provider, session } = oidc;
  const known = session?.grantIdFor(DASHBOARD_CLIENT);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing?.accountId === accountId) return existing;
  const grant = new provider.Grant({ clientId: DASHBOARD_CLIENT, accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(LOCAL_AUDIENCE, API_SCOPE);
  await grant.save();
  return grant;
}

/**
 * The scope of an authorization request, before the library reads it. Clients ask for none, or for what other servers have;
 * a token for the endpoint has one scope, and RFC 6749 section 3.3 lets the server say so in its answer.
 */
export function setScope(ctx: Pick<KoaContextWithOIDC, 'querystring'>): void {
  const query = new URLSearchParams(ctx.querystring);
  if (query.get('client_id') === DASHBOARD_CLIENT) return;
  const asksWho = (query.get('scope') ?? '').split(' ').includes('openid');
  query.set('scope', asksWho ? `openid ${API_SCOPE}` : API_SCOPE);
  ctx.querystring = query.toString();
}
