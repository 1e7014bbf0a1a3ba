/** The whole local environment in one process. All servers listen on 127.0.0.1 only. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDashboard } from '../dashboard/build.ts';
import { needsOwnApp } from '../src/broker/apps/needs-own-app.ts';
import { putVerifiedApp } from '../src/broker/apps/put-verified-app.ts';
import { createVerifyCaller } from '../src/broker/caller-from-claims.ts';
import type { RotationPorts } from '../src/broker/data-key/rotate-data-key.ts';
import { answerRuntime } from '../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { Clock, Log, Ports, Settings } from '../src/broker/ports.ts';
import { answerTick } from '../src/broker/refresh/answer-tick.ts';
import type { TickReport } from '../src/contract/refresh.ts';
import { securityHeaders } from '../src/contract/security-headers.ts';
import type { StageServer } from '../src/contract/servers/server-registration.ts';
import { hostResolver } from '../src/egress/host-resolver.ts';
import { createConnect } from '../src/http/connect.ts';
import { createConnectionsApi } from '../src/http/connections-api.ts';
import { createOAuthCallback } from '../src/http/oauth-callback.ts';
import { ACCESS_TOKEN_PROFILES } from '../src/oauth/access-token-profiles.ts';
import { createAccessTokenVerifier } from '../src/oauth/verify-access-token.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { systemClock } from '../src/system/clock.ts';
import { systemRandom } from '../src/system/random.ts';
import { appListener, type HttpFunctions } from './app-server.ts';
import { type DemoProvider, startDemoProvider } from './demo-provider.ts';
import { demoProvider } from './demo-provider-facts.ts';
import { startDynalite } from './dynalite.ts';
import { fileEscrow } from './file-escrow.ts';
import { FileKeyWrapper } from './file-key-wrapper.ts';
import { DASHBOARD_CLIENT, startIdentityProvider } from './identity-provider.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { startMcpServers } from './mcp-servers.ts';
import { ACCESS_TOKEN_LIFETIME, LOCAL_AUDIENCE, WORKSPACE_CLAIM } from './people.ts';
import {
  currentClients,
  loadPlatformApps,
  type PlatformApps,
  platformSecretsOf,
} from './platform-apps-file.ts';
import { playedTogether } from './played-providers/playable.ts';
import { type RunningPlay, startPlayedProviders } from './played-providers/start-played-providers.ts';
import { localPorts, localProviderFetch } from './ports.ts';
import { startScheduler } from './scheduler.ts';
import { claimFormat } from './state-format.ts';
import { lockState } from './state-lock.ts';

/** TCP ports of the servers; 0 takes a free one. */
export interface LocalPorts {
  app: number;
  identityProvider: number;
  demoProvider: number;
  mcpServers: number;
  lambda: number;
  playedProviders: number;
}

export interface EnvironmentOptions {
  /** Folder of the table, the keys and the providers' state, which survive a restart. */
  stateDir: string;
  /**
   * Ids of the providers that scripts stand in for, and with them those of the same addresses. The folder must be of the
   * same. Default: none.
   */
  played?: readonly string[];
  /** The operator's MCP servers, as a stage's settings have them. */
  stageServers?: readonly StageServer[] | undefined;
  /** Default: free ports. */
  ports?: Partial<LocalPorts>;
  /** Lifetime of the demo provider's access tokens. Default: one hour. */
  accessTokenLifetimeSeconds?: number;
  /** Pause between two ticks. Default: 60. With 0 there is no timer, and only `tick()` refreshes. */
  tickSeconds?: number;
  /** Which addresses a workspace's own MCP servers may have. */
  workspaceServers?: Settings['workspaceServers'];
  /** Which OAuth apps new consents may use. Default: verified ones and a workspace's own. */
  allowedApps?: Settings['allowedApps'];
  /** Milliseconds without use after which a connection is no longer kept fresh. Absent: all are kept fresh. */
  idleAfter?: number;
  clock?: Clock;
  log: Log;
  /** Called with the current step, for a progress line. */
  onProgress?: (doing: string) => void;
}

/** The running environment. */
export interface LocalEnvironment {
  urls: {
    dashboard: string;
    api: string;
    identityProvider: string;
    demoProvider: string;
    notesMcp: string;
    tasksMcp: string;
    /** Undefined: no provider is played. */
    playedProviders: string | undefined;
    /** URL for `AWS_ENDPOINT_URL_LAMBDA`. The function is `token-injector`. */
    lambda: string;
  };
  /** Of the local table, for `localDynamoDB`. */
  tableSocket: string;
  demoProvider: DemoProvider;
  /** The ports of the use cases, for tests. */
  ports: Ports;
  /** The ports of the data key rotation, for which a deployed stage has a function. */
  rotation: RotationPorts;
  /** Runs one tick now. */
  tick(): Promise<TickReport>;
  close(): Promise<void>;
}

type Closing = () => Promise<void>;

/** Starts all servers. Rejects, after closing what it had started, if one does not start. */
export async function startEnvironment(options: EnvironmentOptions): Promise<LocalEnvironment> {
  const closings: Closing[] = [];
  const close = async () => {
    for (const each of closings.splice(0).reverse()) await each();
  };
  try {
    return { ...(await start(options, (closing) => closings.push(closing))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: EnvironmentOptions,
  onClose: (closing: Closing) => void,
): Promise<Omit<LocalEnvironment, 'close'>> {
  const { stateDir, ports: wanted = {}, log, clock = systemClock, onProgress = () => undefined } = options;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  onClose(await lockState(stateDir));
  const played = playedTogether(options.played ?? []);
  await claimFormat(stateDir, played);
  onProgress('starting the servers');
  const app = await openApp(wanted.app ?? 0);
  onClose(app.close);
  const providers = await startProviders({ ...options, played }, app.origin, onClose);
  const table = await startDynalite({ path: join(stateDir, 'dynamodb') });
  onClose(table.close);

  const { client, rotation, ...ports } = await localPorts({
    tableSocket: table.socketPath,
    wrapper: new FileKeyWrapper(join(stateDir, 'master-key')),
    platformSecrets: platformSecretsOf(providers.apps),
    escrow: fileEscrow(join(stateDir, 'escrow')),
    idleAfter: options.idleAfter,
    settings: {
      environment: 'local',
      apiOrigin: app.origin,
      dashboardUrl: app.origin,
      workspaceServers: options.workspaceServers ?? 'public-https-only',
      allowedApps: options.allowedApps ?? 'verified-and-own',
    },
    providers: [providers.demoFacts, ...[...CATALOGUE.values()].map(providers.play.factsOf)],
    stageServers: options.stageServers,
    fetch: providers.play.through(localProviderFetch()),
    hosts: providers.play.hostsOf(hostResolver),
    clock,
    random: systemRandom,
    log,
  });
  onClose(async () => client.destroy());
  for (const verified of possibleClients(ports.catalogue, providers.apps))
    await putVerifiedApp(ports, verified);

  const verifyCaller = createVerifyCaller(
    createAccessTokenVerifier({
      issuer: providers.issuer,
      audience: LOCAL_AUDIENCE,
      profile: ACCESS_TOKEN_PROFILES.rfc9068,
      maxAge: ACCESS_TOKEN_LIFETIME,
      fetch: localProviderFetch(),
      now: clock.now,
    }),
    { name: WORKSPACE_CLAIM, form: 'list' },
  );
  const serve = { log, verifyCaller, newCorrelationId: () => systemRandom.uuidV7(clock.now()) };
  const functions: HttpFunctions = {
    'connections-api': createConnectionsApi(ports, serve),
    connect: createConnect(ports, serve),
    'oauth-callback': createOAuthCallback(ports, serve),
  };
  onProgress('building the dashboard');
  const directory = join(stateDir, 'dashboard');
  await buildDashboard({ outdir: directory, config: dashboardConfig(app.origin, providers.issuer) });
  app.serve(appListener(functions, { directory, headers: securityHeaders({ issuer: providers.issuer }) }));

  const injector = (event: unknown) => answerRuntime({ ...ports, verifyCaller }, event);
  const lambda = await startLambdaEndpoint(wanted.lambda ?? 0, { 'token-injector': injector });
  onClose(lambda.close);
  const tick = () => answerTick(ports, { version: '1', kind: 'tick' }, clock.now() + LIMITS.localInvocation);
  const { tickSeconds = 60 } = options;
  if (tickSeconds > 0) {
    const scheduler = startScheduler(tickSeconds, tick, () => log.error('tick_failed'));
    onClose(scheduler.stop);
  }
  return {
    urls: {
      dashboard: app.origin,
      api: app.origin,
      identityProvider: providers.issuer,
      demoProvider: providers.demo.origin,
      notesMcp: providers.mcp.notes,
      tasksMcp: providers.mcp.tasks,
      playedProviders: providers.play.origin,
      lambda: lambda.origin,
    },
    tableSocket: table.socketPath,
    demoProvider: providers.demo,
    ports,
    rotation,
    tick,
  };
}

/** A provider whose customers have hosts of their own has no verified app, also if the file names one. */
function possibleClients(catalogue: Ports['catalogue'], apps: PlatformApps) {
  return currentClients(apps).filter(({ provider }) => {
    const known = catalogue.get(provider);
    return known === undefined || !needsOwnApp(known);
  });
}

/** Starts the app server before there is an app, because redirect URIs and settings contain its origin. */
async function openApp(port: number) {
  type Listener = ReturnType<typeof appListener>;
  let listener: Listener | undefined;
  const server = await listenOnLoopback(port, () => (request, response) => {
    if (listener) void listener(request, response);
    else response.writeHead(503).end('The local environment is starting.');
  });
  return {
    ...server,
    serve: (ready: Listener) => {
      listener = ready;
    },
  };
}

interface Providers {
  issuer: string;
  demo: DemoProvider;
  demoFacts: ReturnType<typeof demoProvider>;
  mcp: { notes: string; tasks: string };
  apps: PlatformApps;
  play: RunningPlay;
}

async function startProviders(
  {
    stateDir,
    ports = {},
    accessTokenLifetimeSeconds = 3600,
    played = [],
    clock = systemClock,
  }: EnvironmentOptions,
  appOrigin: string,
  onClose: (closing: Closing) => void,
): Promise<Providers> {
  const identity = await startIdentityProvider({
    port: ports.identityProvider ?? 0,
    dashboardUrl: appOrigin,
    stateDir,
  });
  onClose(identity.close);
  const apps = await loadPlatformApps(join(stateDir, 'platform-apps.json'), played);
  const clients = Object.entries(apps.demo?.clients ?? {}).map(([clientId, clientSecret]) => ({
    clientId,
    clientSecret,
    redirectUris: [`${appOrigin}/oauth/callback/demo/verified`],
  }));
  const demo = await startDemoProvider({
    port: ports.demoProvider ?? 0,
    stateDir,
    clients,
    accessTokenLifetimeSeconds,
  });
  onClose(demo.close);
  const mcp = await startMcpServers({ port: ports.mcpServers ?? 0, demoProviderOrigin: demo.origin });
  onClose(mcp.close);
  const play = await startPlayedProviders({
    ...{ providers: played, port: ports.playedProviders ?? 0, stateDir, platform: apps, appOrigin },
    now: clock.now,
  });
  onClose(play.close);
  return {
    issuer: identity.issuer,
    demo,
    demoFacts: demoProvider(demo.origin, mcp.urls),
    mcp: mcp.urls,
    apps,
    play,
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
