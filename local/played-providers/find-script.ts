/** Which script stands behind an address, and for which of the registered apps. */
import { checkAuthorizationRequest } from '../scripted-providers/authorization-endpoint.ts';
import { must, type ReceivedRequest } from '../scripted-providers/received-request.ts';
import { type RunningProvider, runProvider } from '../scripted-providers/run-provider.ts';
import type { ScriptedClient, ScriptedProvider } from '../scripted-providers/scripted-provider.ts';
import { clientOf, type PlayedApp } from './played-apps.ts';
import { hasRoute, routeOf, valuesIn } from './requests.ts';

/** What a person is asked at an authorization page. */
export interface Question {
  script: ScriptedProvider;
  client: ScriptedClient;
  /** The authorization request. */
  url: URL;
}

/** What plays, and the apps that are registered there. */
export interface Registered {
  scripts: readonly ScriptedProvider[];
  apps: readonly PlayedApp[];
  /** Of the local API, whose callbacks are the apps' redirect URIs. */
  appOrigin: string;
}

/** Undefined where this is no authorization page. Throws when the provider does not document such a request. */
export function questionAt(url: URL, { scripts, apps, appOrigin }: Registered): Question | undefined {
  const here = scripts.filter(({ authorization }) => authorization.at === `${url.origin}${url.pathname}`);
  if (here.length === 0) return undefined;
  const clientIds = here.map(({ provider, clientIdName = 'client_id' }) => ({
    provider,
    clientId: url.searchParams.get(clientIdName),
  }));
  const known = apps.filter((app) =>
    clientIds.some(({ provider, clientId }) => provider === app.provider && clientId === app.clientId),
  );
  must(known.length > 0, 'the client id of a registered app');
  const redirectUri = url.searchParams.get('redirect_uri') ?? '';
  // Two providers can have one page: GitHub's apps of both kinds.
  const app = known.find((one) => clientOf(one, appOrigin, redirectUri));
  const registered = app && clientOf(app, appOrigin, redirectUri);
  const script = here.find(({ provider }) => provider === app?.provider);
  must(registered && script, 'a redirect URI of this app in this environment');
  const client = { ...registered, idName: script.clientIdName };
  checkAuthorizationRequest(url, client, script.authorization);
  return { script, client, url };
}

/** Who answers what belongs to no grant: a wrong token, or a code that nobody has issued, is refused in the provider's own words. */
export function withoutGrant(
  request: ReceivedRequest,
  { scripts, apps, appOrigin }: Registered,
): RunningProvider {
  const route = routeOf(request);
  const here = scripts.filter((script) => hasRoute(script, route));
  if (here.length === 0) throw new Error('no script plays this address');
  const values = valuesIn(request);
  const known = apps.filter(({ provider }) => here.some((script) => script.provider === provider));
  const app = known.find(({ clientId }) => values.includes(clientId)) ?? known[0];
  const script = here.find(({ provider }) => provider === app?.provider);
  must(app && script, 'a registered app');
  const redirectUri = values.find((value) => clientOf(app, appOrigin, value)) ?? '';
  return runProvider(script, { ...app, redirectUri });
}
