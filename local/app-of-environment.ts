/** What the app server serves: the functions behind the HTTP API, and the dashboard, which is built here. */
import { buildDashboard } from '../dashboard/build.ts';
import type { VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import type { Ports } from '../src/broker/ports.ts';
import type { ClientAddress } from '../src/contract/dashboard/dashboard-config.ts';
import { securityHeaders } from '../src/contract/security-headers.ts';
import { createConnect } from '../src/http/connect.ts';
import { createConnectionsApi } from '../src/http/connections-api.ts';
import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { createServerTrial } from '../src/http/server-trial.ts';
import type { TrialPorts } from '../src/trial/trial-ports.ts';
import { appListener, type HttpFunctions } from './app-server.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import type { PageOptions } from './page-options.ts';
import { LOCAL_AUDIENCE, LOCAL_PERSONAL_WORKSPACES, WORKSPACE_CLAIM } from './people.ts';
import { verifySignIns } from './verify-people.ts';

interface AppParts {
  issuer: string;
  verifyCaller: VerifyCaller;
  /** Takes the files of the dashboard. */
  directory: string;
  page: PageOptions;
  /** How the trial of a server asks for its token, and reaches the server. */
  trial: Pick<TrialPorts, 'invokeInjector' | 'serverFetch'>;
  /** Where people's own MCP clients reach the environment. Undefined: nowhere. */
  mcpEndpoint?: ClientAddress | undefined;
}

/** Builds the dashboard and returns the listener of the app server. */
export async function appOfEnvironment(
  ports: Ports,
  { issuer, verifyCaller, directory, trial, mcpEndpoint, page: { returnTo, logos } }: AppParts,
) {
  const config = {
    ...dashboardConfig(ports.settings.apiOrigin, issuer),
    ...(returnTo && { returnTo }),
    ...(logos && { logos: logos.files }),
    ...(mcpEndpoint && { mcpEndpoint }),
  };
  await buildDashboard({ outdir: directory, config });
  const headers = securityHeaders({ issuer, silentSignIn: true });
  return appListener(functionsOf(ports, { issuer, verifyCaller, trial }), { directory, headers, logos });
}

function functionsOf(
  ports: Ports,
  { issuer, verifyCaller, trial }: Pick<AppParts, 'issuer' | 'verifyCaller' | 'trial'>,
): HttpFunctions {
  const { log, random, clock } = ports;
  const personalWorkspaces = LOCAL_PERSONAL_WORKSPACES;
  const serve = { log, verifyCaller, personalWorkspaces, newCorrelationId: () => random.uuidV7(clock.now()) };
  return {
    'connections-api': createConnectionsApi(ports, serve),
    // The same object, so that a port which is replaced later is replaced here too.
    connect: createConnect(Object.assign(ports, { verifyIdToken: verifySignIns(issuer, ports) }), serve),
    'oauth-callback': createOAuthCallback(ports, serve),
    'server-trial': createServerTrial({ ...trial, clock, random, log }, serve),
  };
}

function dashboardConfig(apiOrigin: string, issuer: string) {
  return {
    issuer,
    clientId: DASHBOARD_CLIENT,
    audience: LOCAL_AUDIENCE,
    workspaceClaim: WORKSPACE_CLAIM,
    silentSignIn: true,
    personalWorkspaces: LOCAL_PERSONAL_WORKSPACES,
    apiOrigin,
  };
}
