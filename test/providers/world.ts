/** Where a journey takes place: the use cases with a real table and vault, and a scripted provider over HTTP. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynalite } from '../../local/dynalite.ts';
import { fileEscrow } from '../../local/file-escrow.ts';
import { FileKeyWrapper } from '../../local/file-key-wrapper.ts';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { localPorts } from '../../local/ports.ts';
import { httpListenerOf, urlAtListener } from '../../local/scripted-providers/http-listener.ts';
import { handlerOf } from '../../local/scripted-providers/provider-handler.ts';
import { type RunningProvider, runProvider } from '../../local/scripted-providers/run-provider.ts';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { Caller } from '../../src/broker/caller.ts';
import type { Log, Ports } from '../../src/broker/ports.ts';
import { createProviderFetch } from '../../src/egress/provider-fetch.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { systemRandom } from '../../src/system/random.ts';
import { Secret } from '../../src/vault/secret.ts';

export const WORKSPACE = 'acme';
export const ADMIN: Caller = {
  issuer: 'https://idp.example',
  subject: 'ada',
  roles: new Map([[WORKSPACE, 'admin']]),
};
/** Characters that a careless encoding of Basic credentials or JSON gets wrong. */
export const CLIENT = { clientId: 'client-1', clientSecret: 's3cret/+=&:%' };

export interface Notes {
  /** Requests that were not as the provider documents them; a journey that passes has none. */
  violations: string[];
  /** Every request that reached the provider, without bodies. */
  requests: string[];
}

export interface World extends Notes {
  ports: Ports;
  scripted: ScriptedProvider;
  running: RunningProvider;
  logged: string[];
  advance(milliseconds: number): void;
  now(): number;
  operationId(): string;
  close(): Promise<void>;
}

/**
 * `appOwner` is the workspace whose own app it is; the platform's verified app where absent, but for a provider at which each
 * customer has its own.
 */
export async function openWorld(
  scripted: ScriptedProvider,
  appOwner = scripted.app ? WORKSPACE : 'verified',
): Promise<World> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-provider-'));
  const dynalite = await startDynalite();
  const logged: string[] = [];
  const notes: Notes = { violations: [], requests: [] };
  let offset = 0;
  const now = () => Date.now() + offset;
  const apiOrigin = 'https://connections.example';
  const redirectUri = `${apiOrigin}/oauth/callback/${scripted.provider}/${appOwner}`;
  const running = runProvider(scripted, { ...CLIENT, redirectUri }, undefined, now);
  const server = await startScriptedProvider(running, notes);
  const log: Log = createJsonLog((line) => logged.push(line));
  const { client, ...ports } = await localPorts({
    tableSocket: dynalite.socketPath,
    wrapper: new FileKeyWrapper(join(stateDir, 'master-key')),
    escrow: fileEscrow(join(stateDir, 'escrow')),
    platformSecrets: {
      clientSecret: async (_provider, id) =>
        id === CLIENT.clientId ? new Secret(CLIENT.clientSecret) : undefined,
    },
    settings: {
      environment: 'test',
      apiOrigin,
      dashboardUrl: 'https://dashboard.example',
      workspaceServers: 'public-https-only',
      allowedApps: 'verified-and-own',
    },
    providers: [...CATALOGUE.values()],
    clock: {
      now,
      sleep: async (milliseconds) => {
        offset += milliseconds;
      },
    },
    random: systemRandom,
    log,
    fetch: server.fetch,
  });
  return {
    ports,
    scripted,
    running,
    logged,
    ...notes,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    now,
    operationId: () => systemRandom.uuidV7(now()),
    async close() {
      client.destroy();
      await server.close();
      await dynalite.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** The real egress, to this machine. Every URL of the provider must be https. */
async function startScriptedProvider(running: RunningProvider, { violations, requests }: Notes) {
  const handler = handlerOf(running, (violation) => violations.push(violation));
  const server = await listenOnLoopback(0, () =>
    httpListenerOf((request) => {
      const { host, pathname } = new URL(request.url);
      requests.push(`${request.method} ${host}${pathname}`);
      return handler(request);
    }),
  );
  const egress = createProviderFetch({
    deadline: 10_000,
    maxBody: 1024 * 1024,
    allowLoopbackOverHttp_localOnly: true,
  });
  const fetch: ProviderFetch = (request) => {
    if (!request.url.startsWith('https:')) violations.push(`not https: ${new URL(request.url).origin}`);
    return egress({ ...request, url: urlAtListener(server.origin, request.url) });
  };
  return { fetch, close: server.close };
}

/** For hostile answers: 128 random bits that no test expects anywhere. */
export function canary(): string {
  return `canary-${randomBytes(16).toString('hex')}`;
}
