/** What both workspaces have beside their connections: people, apps, servers, and traces of earlier work. */
import { putAppPolicy } from '../../src/broker/apps/put-app-policy.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { personId } from '../../src/broker/names/person-id.ts';
import { putMcpServer } from '../../src/broker/servers/put-mcp-server.ts';
import { Secret } from '../../src/vault/secret.ts';
import { put } from '../adapters/samples.ts';
import type { AnsweringProvider } from './answering-provider.ts';
import type { Scenario } from './scenarios.ts';
import type { Stage } from './stage.ts';

const MINUTE = 60_000;

/** Ada is an admin of acme, Mallory one of globex. */
export const ADA = caller('ada', 'acme');
export const MALLORY = caller('mallory', 'globex');

function caller(subject: string, workspaceId: string): Caller {
  return { issuer: 'https://idp.example', subject, roles: new Map([[workspaceId, 'admin' as const]]) };
}

/** Another provider, of which acme has a connection as well. */
export function otherThan({ provider }: Pick<Scenario, 'provider'>): string {
  return provider === 'google' ? 'salesforce' : 'google';
}

/** A world while it is made. */
export interface Site {
  stage: Stage;
  provider: AnsweringProvider;
  scenario: Scenario;
}

/** The choice of each workspace: both kinds of apps, since the scenarios use both. */
export async function putAppPolicies({ stage: { ports } }: Site): Promise<void> {
  for (const [by, workspaceId] of [[ADA, 'acme'] as const, [MALLORY, 'globex'] as const])
    await putAppPolicy(ports, { caller: by, workspaceId, allowed: 'verified-and-own' });
}

/** The platform's app, two versions of the workspace's own, and one of the other workspace. */
export async function putApps({ stage, provider, scenario }: Site): Promise<void> {
  const { ports } = stage;
  for (const id of [otherThan(scenario), ...(scenario.custom ? [] : [scenario.provider])]) {
    provider.know(`secret of verified/${id}`, `secret-verified-${id}`);
    await putVerifiedApp(ports, { provider: id, clientId: `client-verified-${id}` });
  }
  const apps = [
    [ADA, 'acme', 'client-acme-old', scenario.custom],
    [ADA, 'acme', 'client-acme', scenario.custom],
    [MALLORY, 'globex', 'client-globex', scenario.otherCustom],
  ] as const;
  for (const [by, workspaceId, clientId, custom] of apps) {
    const clientSecret = `secret-of-${clientId}-end`;
    provider.know(`secret of ${clientId}`, clientSecret);
    await putOAuthApp(ports, {
      caller: by,
      workspaceId,
      provider: scenario.provider,
      clientId,
      clientSecret: new Secret(clientSecret),
      custom,
    });
  }
}

export async function putServers({ stage, scenario }: Site): Promise<void> {
  const servers = [
    [ADA, 'acme', 'crm', scenario.provider],
    [ADA, 'acme', 'tasks', otherThan(scenario)],
    [MALLORY, 'globex', 'crm', scenario.provider],
  ] as const;
  for (const [by, workspaceId, serverId, provider] of servers)
    await putMcpServer(stage.ports, {
      caller: by,
      workspaceId,
      serverId,
      server: {
        name: 'CRM',
        provider,
        url: `https://mcp-${serverId}.${workspaceId}.example/mcp`,
        placements: [
          { in: 'header', name: 'X-Api-Token', value: '{accessToken}' },
          { in: 'header', name: 'X-Client', value: '{clientId}' },
          { in: 'query', name: 'auth', value: { json: { token: '{accessToken}' } }, encode: 'base64' },
        ],
        removeHeaders: [],
        binding: 'request',
        discovery: false,
        scopes: [],
      },
    });
}

/** A small trouble of the app in the past, the names of people, a place at a slow endpoint, and the mark of another workspace's deletion. */
export async function leaveTraces({ stage, scenario }: Site): Promise<void> {
  const { ports } = stage;
  const owner = scenario.app === 'verified' ? 'verified' : 'acme';
  const version = scenario.app === 'verified' ? 1 : 2;
  const appKey = `${owner}/${scenario.provider}/${version}`;
  const health = {
    pauseUntil: stage.now() - MINUTE,
    reason: 'provider_unavailable' as const,
    failing: ['x'],
  };
  await ports.appHealth.change({ appKey }, put(health));
  const held = `${stage.now() + 1}/${ports.random.uuidV7(stage.now())}/${appKey}`;
  await ports.places.change({ workspaceId: 'acme' }, put({ turn: 'first', place0: held }));
  const asked = [`${stage.now()}/1/asked/admin`];
  const asking = { workspaceId: 'acme', connectionId: scenario.provider, serverId: 'crm' };
  await ports.stepUps.change(asking, put({ revision: 1, asked }));
  const tools = [`${'A'.repeat(43)}/any`];
  await ports.seenTools.change(
    { workspaceId: 'acme', serverId: 'crm' },
    put({ revision: 1, seen: tools, approved: tools }),
  );
  const client = { clientKey: 'A'.repeat(43), owner: 'globex' };
  await ports.clientHolders.change(client, put({ at: stage.now() }));
  for (const [{ issuer, subject }, workspaceId] of [[ADA, 'acme'] as const, [MALLORY, 'globex'] as const])
    await ports.people.change(
      { workspaceId, personId: personId({ issuer, subject }) },
      put({ issuer, subject, name: `The name of ${subject}`, seenAt: stage.now() }),
    );
  await ports.workspaceMarks.change({ workspaceId: 'initech' }, put({ deletedAt: stage.now() }));
  const day = new Date(stage.now()).toISOString().slice(0, 10);
  const operationId = ports.random.uuidV7(stage.now());
  const call = {
    at: stage.now(),
    server: 'crm',
    tool: 'any',
    connectionId: scenario.provider,
    outcome: 'injected' as const,
  };
  await ports.toolCalls.add(
    { workspaceId: 'acme', day, operationId },
    { record: { ...call, caller: undefined }, writeId: operationId },
  );
}
