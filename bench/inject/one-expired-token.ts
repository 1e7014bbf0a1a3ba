/** 64 callers at once on one expired token, in the local environment with its demo provider. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, consent } from '../../local/demo/api-client.ts';
import { type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { answerRefresh } from '../../src/broker/refresh/answer-refresh.ts';
import type { ConnectionRefreshReport } from '../../src/contract/refresh.ts';
import { systemRandom } from '../../src/system/random.ts';
import { WORKSPACE } from '../scene.ts';

export interface ExpiredToken {
  callers: number;
  providerCalls: number;
  served: number;
  toldToComeBack: number;
  otherwise: number;
}

const CALLERS = 64;
const LIFETIME_SECONDS = 3_600;

export async function shareOneRefresh(): Promise<ExpiredToken> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-bench-'));
  let offset = 0;
  const environment = await startEnvironment({
    stateDir,
    tickSeconds: 0,
    accessTokenLifetimeSeconds: LIFETIME_SECONDS,
    clock: { now: () => Date.now() + offset, sleep: (milliseconds) => sleep(milliseconds) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  try {
    await connectDemo(environment);
    offset = LIFETIME_SECONDS * 1_000;
    return await callAtOnce(environment.ports);
  } finally {
    await environment.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

async function connectDemo({ urls }: LocalEnvironment): Promise<void> {
  const { identityProvider: issuer, dashboard: dashboardUrl, api } = urls;
  const { accessToken } = await walkSignIn({ issuer, dashboardUrl, person: 'ada' });
  const ada = new ApiClient(api, accessToken);
  const { body } = await ada.start(WORKSPACE, { provider: 'demo' });
  const { status } = await ada.complete(WORKSPACE, await consent(body, 'ada@demo.test', dashboardUrl));
  if (status !== 200) throw new Error(`the demo provider was not connected: ${status}`);
}

async function callAtOnce(ports: Ports): Promise<ExpiredToken> {
  let providerCalls = 0;
  const counted: Ports = {
    ...ports,
    fetch: (request) => {
      if (request.method === 'POST') providerCalls++;
      return ports.fetch(request);
    },
  };
  const refresher = refresherOf(counted);
  const answers = await Promise.all(
    Array.from({ length: CALLERS }, () =>
      answerInjection({ ...counted, refresher, verifyCaller: undefined }, demoCall(ports.clock.now())),
    ),
  );
  const count = (outcome: string) =>
    answers.filter((answer) => (answer.isAuthorized ? 'served' : answer.context.reason) === outcome).length;
  const [served, toldToComeBack] = [count('served'), count('temporarily_unavailable')];
  return {
    callers: CALLERS,
    providerCalls,
    served,
    toldToComeBack,
    otherwise: CALLERS - served - toldToComeBack,
  };
}

/** As token-refresh is invoked, with the provider calls counted. */
function refresherOf(ports: Ports): Ports['refresher'] {
  return {
    refresh: async ({ workspaceId, connectionId }, generation) => {
      const event = { version: '1', kind: 'connection', workspaceId, connectionId, generation };
      const deadline = ports.clock.now() + LIMITS.localInvocation;
      return (await answerRefresh(ports, event, deadline)) as ConnectionRefreshReport;
    },
  };
}

function demoCall(now: number) {
  const operation = { id: systemRandom.uuidV7(now), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
  return { version: '1', workspaceId: WORKSPACE, operation };
}
