/** A local environment for one test file, with a clock that the test moves and everything that it logged. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, consent, type Returned } from '../../local/demo/api-client.ts';
import { type EnvironmentOptions, type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import type { PersonId } from '../../local/people.ts';
import { walkConsent, walkSignIn } from '../../local/walk-sign-in.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { Secret } from '../../src/vault/secret.ts';
import { watchProblems } from './documented-problems.ts';

export type { PersonId };
export const ADA_AT_DEMO = 'ada@demo.test';
export const BOB_AT_DEMO = 'bob@demo.test';

export interface World {
  environment: LocalEnvironment;
  stateDir: string;
  /** Of ada (admin of acme, member of globex), bob (member of acme), mallory (admin of globex). */
  tokens: Record<PersonId, string>;
  ada: ApiClient;
  bob: ApiClient;
  mallory: ApiClient;
  logged: string[];
  /** Moves the broker's clock; the providers keep the real one. */
  advance(milliseconds: number): void;
  now(): number;
  /** Back to the real time; access tokens of the people hold for an hour of it. */
  resetClock(): void;
  operationId(): string;
  /** Starts and consents; returns what the consenting browser got. */
  consented(person: ApiClient, workspace: string, body: StartBody, account?: string): Promise<Returned>;
  /** The whole flow; returns the connection. */
  connect(
    person: ApiClient,
    workspace: string,
    body?: StartBody,
    account?: string,
  ): Promise<{ id: string; status: string }>;
  /** Up to the provider's redirect: the callback URL, not yet visited. */
  callbackUrl(authorizationUrl: string, decision?: 'Allow' | 'Cancel'): Promise<string>;
  close(): Promise<void>;
}

type StartBody = Parameters<ApiClient['start']>[1];

type WorldOptions = Pick<
  EnvironmentOptions,
  'accessTokenLifetimeSeconds' | 'allowedApps' | 'stageServers' | 'toolChanges' | 'workspaceServers'
>;

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const stateDir = await mkdtemp(join(tmpdir(), 'connections-test-'));
  const logged: string[] = [];
  let offset = 0;
  const now = () => Date.now() + offset;
  const advance = (milliseconds: number) => {
    offset += milliseconds;
  };
  const environment = await startEnvironment({
    stateDir,
    tickSeconds: 0,
    // Sleeping moves the clock, so that no test waits.
    clock: {
      now,
      sleep: async (milliseconds) => {
        advance(milliseconds);
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    log: createJsonLog((line) => logged.push(line)),
    ...options,
  });
  const { identityProvider: issuer, dashboard: dashboardUrl, api } = environment.urls;
  const signIn = async (person: PersonId) => (await walkSignIn({ issuer, dashboardUrl, person })).accessToken;
  const problems = watchProblems(api);
  const tokens = { ada: await signIn('ada'), bob: await signIn('bob'), mallory: await signIn('mallory') };
  const world: World = {
    environment,
    stateDir,
    tokens,
    ada: new ApiClient(api, tokens.ada),
    bob: new ApiClient(api, tokens.bob),
    mallory: new ApiClient(api, tokens.mallory),
    logged,
    advance,
    now,
    resetClock: () => {
      offset = 0;
    },
    operationId: () => uuidV7(now(), randomBytes(10)),
    async consented(person, workspace, body, account = ADA_AT_DEMO) {
      const started = await person.start(workspace, body);
      if (started.status !== 201)
        throw new Error(`start answered ${started.status} ${JSON.stringify(started.body)}`);
      return consent(started.body, account, dashboardUrl);
    },
    async connect(person, workspace, body = { provider: 'demo' }, account = ADA_AT_DEMO) {
      const returned = await world.consented(person, workspace, body, account);
      const { status, body: connection } = await person.complete(workspace, returned);
      if (status !== 200) throw new Error(`complete answered ${status} ${connection.code}`);
      return connection;
    },
    callbackUrl: (authorizationUrl, decision = 'Allow') =>
      walkConsent({
        authorizationUrl,
        account: ADA_AT_DEMO,
        decision,
        stopAt: (url) => url.pathname.startsWith('/oauth/callback/'),
      }),
    async close() {
      const undocumented = problems.stop();
      await environment.close();
      await rm(stateDir, { recursive: true, force: true });
      if (undocumented.length > 0)
        throw new Error(`src/contract/routes.ts does not list these problems: ${undocumented.join(', ')}`);
    },
  };
  return world;
}

/** A visit to the callback as a browser makes it, without following its redirect. */
export async function visit(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { redirect: 'manual', headers });
  return {
    status: response.status,
    location: response.headers.get('location'),
    headers: response.headers,
    text: await response.text(),
  };
}

/** The same as the use case takes it. */
export function completionOf({ session, completionSecret, provider, owner, query }: Returned) {
  return {
    sessionId: session,
    completionSecret: new Secret(completionSecret),
    ...{ provider, owner },
    query: new Secret(query),
  };
}
