/** The function `connect` over stores in memory or over DynamoDB's wire protocol, with people and a clock of the test. */
import { startDynalite } from '../../local/dynalite.ts';
import { localPorts } from '../../local/ports.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller, Role } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { createConnect } from '../../src/http/connect.ts';
import type { App } from '../../src/http/serve-routes.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { systemRandom as random } from '../../src/system/random.ts';
import { connection, put } from '../adapters/samples.ts';
import { escrowInMemory } from '../rows/escrow-in-memory.ts';
import { WRAPPER } from '../rows/key-wrapper.ts';
import { openStage, START } from '../rows/stage.ts';

export interface ConnectWorld {
  ports: Ports;
  now(): number;
  advance(milliseconds: number): void;
  /** The function, over these ports or over changed ones. */
  app(ports?: Ports): App;
  /** The token of a person with these roles, by workspace. */
  person(subject: string, roles: Record<string, Role>): string;
  /** A connection of google without tokens. */
  connected(workspaceId: string, label: string): Promise<void>;
  close(): Promise<void>;
}

/** The places where the rows can be. */
export const PLACES = ['memory', 'dynalite'] as const;

export async function openConnectWorld(place: (typeof PLACES)[number]): Promise<ConnectWorld> {
  const { ports, now, advance, close } = await (place === 'memory' ? inMemory() : onDynalite());
  await putVerifiedApp(ports, { provider: 'google', clientId: 'client-verified-google' });
  const people = new Map<string, Caller>();
  const log = createJsonLog(() => undefined);
  const verifyCaller = async (token: string): Promise<Caller> => {
    const caller = people.get(token);
    if (!caller) throw new Problem('unauthenticated');
    return caller;
  };
  return {
    ports,
    now,
    advance,
    app: (own = ports) =>
      createConnect(own, { log, verifyCaller, newCorrelationId: () => random.uuidV7(now()) }),
    person(subject, roles) {
      people.set(subject, { issuer: 'https://idp.example', subject, roles: new Map(Object.entries(roles)) });
      return subject;
    },
    async connected(workspaceId, label) {
      await ports.connections.change({ workspaceId, connectionId: `google~${label}` }, put(connection));
    },
    close,
  };
}

const noProvider = () => Promise.reject(new Error('no provider is asked here'));

async function inMemory() {
  return { ...(await openStage({ fetch: noProvider })), close: async () => undefined };
}

async function onDynalite() {
  let time = START;
  const now = () => time;
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  const table = await startDynalite();
  const {
    client,
    rotation: _,
    ...ports
  } = await localPorts({
    tableSocket: table.socketPath,
    wrapper: WRAPPER,
    escrow: escrowInMemory(new Map(), now),
    platformSecrets: { clientSecret: async () => undefined },
    settings: {
      environment: 'http',
      apiOrigin: 'https://api.broker.example',
      dashboardUrl: 'https://dashboard.broker.example',
      workspaceServers: 'public-https-only',
      allowedApps: 'verified-and-own',
    },
    providers: [...CATALOGUE.values()],
    fetch: noProvider,
    clock: { now, sleep: async (milliseconds) => advance(milliseconds) },
    random,
    log: createJsonLog(() => undefined),
  });
  const close = async () => {
    await table.close();
    client.destroy();
  };
  return { ports, now, advance, close };
}
