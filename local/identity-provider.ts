/** The identity provider of the local environment. Its people have no passwords, and its access tokens are RS256 JWTs. */
import { join } from 'node:path';
import { Provider } from 'oidc-provider';
import type { ServerFetch } from '../src/egress/server-fetch.ts';
import { selfRegistered } from './identity-provider/client-consent.ts';
import { setScope } from './identity-provider/consent.ts';
import { documentFetch } from './identity-provider/endpoint-clients.ts';
import { keptRegistrations } from './identity-provider/kept-registrations.ts';
import { answerRegistrationPreflight, isOpenToThisMachine } from './identity-provider/open-paths.ts';
import { BRAND, settingsOf } from './identity-provider/provider-settings.ts';
import { keepIssuer } from './issuer-file.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { openOidcStore } from './oidc-file-adapter.ts';
import { loadOidcKeys } from './oidc-keys.ts';
import { requestListener } from './oidc-settings.ts';
import { PEOPLE } from './people.ts';

export { DASHBOARD_CLIENT } from './identity-provider/dashboard-client.ts';

/** The running identity provider. */
export interface IdentityProvider {
  issuer: string;
  close(): Promise<void>;
}

export interface IdentityProviderInput {
  port: number;
  /** Without a trailing slash. */
  dashboardUrl: string;
  stateDir: string;
  /** Of the MCP endpoint, such as `http://127.0.0.1:3005/mcp`. Undefined: there is none, and the dashboard is the only client. */
  endpointAddress?: string | undefined;
  /** How client documents are fetched. Default: from public addresses. */
  fetchDocument?: ServerFetch;
}

/** Starts the identity provider on a port of 127.0.0.1; port 0 takes a free one. */
export async function startIdentityProvider(input: IdentityProviderInput): Promise<IdentityProvider> {
  const { stateDir, dashboardUrl, endpointAddress } = input;
  const keys = await loadOidcKeys('identity-provider', stateDir);
  const registrations = keptRegistrations(openOidcStore(join(stateDir, 'identity-provider.json')));
  const fetchDocument = input.fetchDocument ?? documentFetch();
  const listener = (origin: string) => {
    const settings = settingsOf({ origin, keys, dashboardUrl, endpointAddress, fetchDocument });
    const provider = new Provider(origin, { ...settings, adapter: registrations.adapter });
    provider.use((ctx, next) => {
      if (ctx.path === '/auth') setScope(ctx);
      return next();
    });
    const pages = { provider, brand: BRAND, choices: choices(), permission: () => undefined };
    const questionOf = endpointAddress === undefined ? undefined : selfRegistered(endpointAddress);
    return requestListener(
      { ...pages, ...(questionOf && { questionOf }), onAllowed: registrations.allowed },
      answerRegistrationPreflight,
    );
  };
  const { origin, close } = await listenOnLoopback(input.port, listener, {
    // The dashboard's page asks for its tokens.
    pages: [new URL(dashboardUrl).origin],
    mayBeFramed: true,
    isOpenToThisMachine: endpointAddress === undefined ? undefined : isOpenToThisMachine,
  });
  await keepIssuer(stateDir, origin);
  return { issuer: origin, close };
}

function choices() {
  return PEOPLE.map(({ id, name, workspaces }) => ({
    id,
    name,
    hint: workspaces.map((entry) => entry.replace(':', ' · ')).join(', '),
  }));
}
