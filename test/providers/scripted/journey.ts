/** One provider from consent to disconnect, through the use cases, over HTTP to the script, with a real table and vault. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startDynalite } from '../../../local/dynalite.ts';
import { fileEscrow } from '../../../local/file-escrow.ts';
import { FileKeyWrapper } from '../../../local/file-key-wrapper.ts';
import { localPorts } from '../../../local/ports.ts';
import type { Caller } from '../../../src/broker/caller.ts';
import type { Log, Ports } from '../../../src/broker/ports.ts';
import { createProviderFetch } from '../../../src/egress/provider-fetch.ts';
import type { ProviderFetch } from '../../../src/oauth/provider-fetch.ts';
import { CATALOGUE } from '../../../src/providers/catalogue.ts';
import { createJsonLog } from '../../../src/system/json-log.ts';
import { systemRandom } from '../../../src/system/random.ts';
import { Secret } from '../../../src/vault/secret.ts';
import type { Play, Script, ScriptAnswer, ScriptRequest } from './script.ts';

export const WORKSPACE = 'acme';
export const ADMIN: Caller = {
  issuer: 'https://idp.example',
  subject: 'ada',
  roles: new Map([[WORKSPACE, 'admin']]),
};
/** Characters that a careless encoding of Basic credentials or JSON gets wrong. */
export const CLIENT = { clientId: 'client-1', clientSecret: 's3cret/+=&:%' };

export interface Theatre {
  ports: Ports;
  play: Play;
  script: Script;
  logged: string[];
  /** What the scripts complained about; a journey that passes has none. */
  complaints: string[];
  /** Every request that reached the provider, without bodies. */
  requests: string[];
  advance(milliseconds: number): void;
  now(): number;
  operationId(): string;
  close(): Promise<void>;
}

export async function openTheatre(script: Script): Promise<Theatre> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-provider-'));
  const dynalite = await startDynalite();
  const logged: string[] = [];
  const complaints: string[] = [];
  const requests: string[] = [];
  let offset = 0;
  const now = () => Date.now() + offset;
  const apiOrigin = 'https://connections.example';
  const redirectUri = `${apiOrigin}/oauth/callback/${script.provider}/verified`;
  const play = script.play({ ...CLIENT, redirectUri });
  const server = await startScriptServer(script, play, { complaints, requests });
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
    play,
    script,
    logged,
    complaints,
    requests,
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

/** The real egress, to this machine: the provider's host travels in a header, and its URL must be https. */
async function startScriptServer(
  script: Script,
  play: Play,
  notes: { complaints: string[]; requests: string[] },
) {
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((request) => {
      notes.requests.push(`${request.method} ${request.host}${request.path}`);
      const answer = answerOf(script, play, request, notes.complaints);
      const isText = typeof answer.body === 'string' || answer.body === undefined;
      const headers = { ...(!isText && { 'content-type': 'application/json' }), ...answer.headers };
      outgoing.writeHead(answer.status, headers).end(isText ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const egress = createProviderFetch({
    deadline: 10_000,
    maxBody: 1024 * 1024,
    allowLoopbackOverHttp_localOnly: true,
  });
  const fetch: ProviderFetch = (request) => {
    const url = new URL(request.url);
    if (url.protocol !== 'https:') notes.complaints.push(`not https: ${url.origin}`);
    const headers = { ...request.headers, 'x-script-host': url.host };
    return egress({ ...request, url: `${origin}${url.pathname}${url.search}`, headers });
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { fetch, close };
}

async function read(incoming: IncomingMessage): Promise<ScriptRequest> {
  const url = new URL(incoming.url ?? '/', 'http://script');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const { 'x-script-host': host = '', ...rest } = headers;
  return {
    method: incoming.method ?? '',
    host,
    path: url.pathname,
    query: url.searchParams,
    headers: rest,
    body: await text(incoming),
  };
}

/** A request that is not as documented is noted and answered as a broken provider would. */
function answerOf(script: Script, play: Play, request: ScriptRequest, complaints: string[]): ScriptAnswer {
  try {
    if (!script.hosts.includes(request.host)) throw new Error(`a request to ${request.host}`);
    return play.answer(request);
  } catch (error) {
    complaints.push(
      `${request.method} ${request.host}${request.path}: ${error instanceof Error ? error.message : error}`,
    );
    return { status: 599, body: 'not as documented' };
  }
}

/** For hostile answers: 256 random bits that no test expects anywhere. */
export function canary(): string {
  return `canary-${randomBytes(16).toString('hex')}`;
}
