/** What the app server serves: the functions behind the HTTP API, and the dashboard, which is built here. */
import { buildDashboard } from '../dashboard/build.ts';
import type { VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import type { Ports } from '../src/broker/ports.ts';
import { securityHeaders } from '../src/contract/security-headers.ts';
import { createConnect } from '../src/http/connect.ts';
import { createConnectionsApi } from '../src/http/connections-api.ts';
import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { createServerTrial } from '../src/http/server-trial.ts';
import type { TrialPorts } from '../src/trial/trial-ports.ts';
import { appListener, type HttpFunctions } from './app-server.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import { LOCAL_AUDIENCE, WORKSPACE_CLAIM } from './people.ts';

interface EnvironmentApp {
  issuer: string;
  verifyCaller: VerifyCaller;
  directory: string;
  /** How the trial of a server asks for its token, and reaches the server. */
  trial: Pick<TrialPorts, 'invokeInjector' | 'serverFetch'>;
}

/** `directory` takes the files of the dashboard. */
export async function appOfEnvironment(
  ports: Ports,
  { issuer, verifyCaller, directory, trial }: EnvironmentApp,
) {
  const config = dashboardConfig(ports.settings.apiOrigin, issuer);
  await buildDashboard({ outdir: directory, config });
  return appListener(functionsOf(ports, verifyCaller, trial), {
    directory,
    headers: securityHeaders({ issuer }),
  });
}

function functionsOf(
  ports: Ports,
  verifyCaller: VerifyCaller,
  trial: EnvironmentApp['trial'],
): HttpFunctions {
  const { log, random, clock } = ports;
  const serve = { log, verifyCaller, newCorrelationId: () => random.uuidV7(clock.now()) };
  return {
    'connections-api': createConnectionsApi(ports, serve),
    connect: createConnect(ports, serve),
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
    apiOrigin,
  };
}
