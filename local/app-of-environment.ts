/** What the app server serves: the functions behind the HTTP API, and the dashboard, which is built here. */
import { buildDashboard } from '../dashboard/build.ts';
import type { VerifyCaller } from '../src/broker/callers/caller-from-claims.ts';
import type { Ports } from '../src/broker/ports.ts';
import { securityHeaders } from '../src/contract/security-headers.ts';
import { createConnect } from '../src/http/connect.ts';
import { createConnectionsApi } from '../src/http/connections-api.ts';
import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { appListener, type HttpFunctions } from './app-server.ts';
import { DASHBOARD_CLIENT } from './identity-provider.ts';
import { LOCAL_AUDIENCE, WORKSPACE_CLAIM } from './people.ts';
import { verifySignIns } from './verify-people.ts';

/** `directory` takes the files of the dashboard. */
export async function appOfEnvironment(
  ports: Ports,
  { issuer, verifyCaller, directory }: { issuer: string; verifyCaller: VerifyCaller; directory: string },
) {
  const config = dashboardConfig(ports.settings.apiOrigin, issuer);
  await buildDashboard({ outdir: directory, config });
  return appListener(functionsOf(ports, issuer, verifyCaller), {
    directory,
    headers: securityHeaders({ issuer }),
  });
}

function functionsOf(ports: Ports, issuer: string, verifyCaller: VerifyCaller): HttpFunctions {
  const { log, random, clock } = ports;
  const serve = { log, verifyCaller, newCorrelationId: () => random.uuidV7(clock.now()) };
  return {
    'connections-api': createConnectionsApi(ports, serve),
    connect: createConnect({ ...ports, verifyIdToken: verifySignIns(issuer, ports) }, serve),
    'oauth-callback': createOAuthCallback(ports, serve),
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
