/** The whole local environment in one process. All servers listen on 127.0.0.1 only. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RotationPorts } from '../src/broker/data-key/rotation-ports.ts';
import { answerRuntime } from '../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { Ports } from '../src/broker/ports.ts';
import { answerTick } from '../src/broker/refresh/answer-tick.ts';
import { BELOW } from '../src/contract/environment.ts';
import type { TickReport } from '../src/contract/refresh.ts';
import { appOfEnvironment } from './app-of-environment.ts';
import { type Closing, type OnClose, startedWhole } from './closings.ts';
import type { DemoProvider } from './demo-provider.ts';
import { openEndpointServer } from './endpoint-server.ts';
import type { EnvironmentOptions } from './environment-options.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';
import { openAppServer } from './open-app-server.ts';
import { LOCAL_AUDIENCE, LOCAL_PERSONAL_WORKSPACES } from './people.ts';
import { playedTogether } from './played-providers/playable.ts';
import { localServerFetch } from './ports.ts';
import { startScheduler } from './scheduler.ts';
import { startBrokerPorts } from './start-broker-ports.ts';
import { startProviders } from './start-providers.ts';
import { claimFormat } from './state-format.ts';
import { lockState } from './state-lock.ts';
import { verifyForAudience, verifyPeople } from './verify-people.ts';

export type { EnvironmentOptions };

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
    /** The address for people's own MCP clients. */
    endpoint: string;
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
  close: Closing;
}

/** Starts all servers. Rejects, after closing what it had started, if one does not start. */
export function startEnvironment(options: EnvironmentOptions): Promise<LocalEnvironment> {
  return startedWhole((onClose) => start(options, onClose));
}

async function start(given: EnvironmentOptions, onClose: OnClose): Promise<Omit<LocalEnvironment, 'close'>> {
  const { stateDir, ports: wanted = {}, onProgress = () => undefined } = given;
  const played = await claimState(given, onClose);
  const options = { ...given, played };
  onProgress('starting the servers');
  const app = await openAppServer(wanted.app ?? 0);
  onClose(app.close);
  const endpoint = await openEndpointServer(wanted.endpoint ?? 0);
  onClose(endpoint.close);
  const providers = await startProviders(
    options,
    { appOrigin: app.origin, endpointAddress: endpoint.address },
    onClose,
  );
  const { issuer, demo, mcp, play } = providers;
  const broker = await startBrokerPorts(options, { providers, appOrigin: app.origin }, onClose);
  const { ports } = broker;

  const people = verifyForAudience(issuer, ports);
  const verifyCaller = verifyPeople(issuer, ports);
  const runtimes = [LOCAL_AUDIENCE, `${endpoint.address}${BELOW}`];
  const verifyForRuntimes = verifyPeople(issuer, ports, runtimes);
  onProgress('building the dashboard');
  const directory = join(stateDir, 'dashboard');
  const { toolChanges = 'record' } = options;
  const injector = (event: unknown) =>
    answerRuntime(
      {
        ...{ ...ports, verifyCaller: verifyForRuntimes, toolChanges },
        personalWorkspaces: LOCAL_PERSONAL_WORKSPACES,
      },
      event,
    );
  const trial = { invokeInjector: injector, serverFetch: localServerFetch() };
  const page = options.page ?? {};
  const mcpEndpoint = { address: endpoint.address };
  app.serve(await appOfEnvironment(ports, { issuer, verifyCaller, directory, trial, mcpEndpoint, page }));
  onClose(app.drain);
  const lambda = await startLambdaEndpoint(wanted.lambda ?? 0, { 'token-injector': injector });
  onClose(lambda.close);
  onClose(endpoint.serve({ issuer, verifyPeople: people, invokeInjector: injector, ports, toolChanges }));
  const tick = startTicks(ports, options.tickSeconds, onClose);
  return {
    urls: {
      ...{ dashboard: app.origin, api: app.origin, identityProvider: issuer, lambda: lambda.origin },
      endpoint: endpoint.address,
      ...{ demoProvider: demo.origin, notesMcp: mcp.notes, tasksMcp: mcp.tasks },
      playedProviders: play.origin,
    },
    ...{ ...broker, demoProvider: demo, tick },
  };
}

/** Locks the state folder, and returns the ids of all providers that are played, which the folder must be of. */
async function claimState({ stateDir, played = [] }: EnvironmentOptions, onClose: OnClose) {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  onClose(await lockState(stateDir));
  const together = playedTogether(played);
  await claimFormat(stateDir, together);
  return together;
}

/** Runs a tick every so many seconds, with 0 none. Returns the tick itself. */
function startTicks(ports: Ports, seconds = 60, onClose: OnClose): LocalEnvironment['tick'] {
  const tick = () =>
    answerTick(ports, { version: '1', kind: 'tick' }, ports.clock.now() + LIMITS.localInvocation);
  if (seconds > 0) onClose(startScheduler(seconds, tick, () => ports.log.error('tick_failed')).stop);
  return tick;
}
