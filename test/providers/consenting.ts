/** A consent at a scripted provider in two halves, so that a test can change what the redirect brings. */
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import { type Started, startConnect } from '../../src/broker/connect/start-connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { registerApp } from './run-journey.ts';
import { ADMIN, openWorld, WORKSPACE, type World } from './world.ts';

/** A world with the provider's app: the platform's, or the workspace's own where the platform can have none. */
export async function openWithApp(scripted: ScriptedProvider): Promise<World> {
  const world = await openWorld(scripted);
  await registerApp(world);
  return world;
}

/** A consent that the person has given, and the redirect of the provider. */
export interface Given {
  started: Started;
  /** Where the provider sends the browser, without its query. */
  path: string;
  /** The raw query of the provider. */
  query: string;
}

/** Starts, and consents at the provider. `label` makes a further connection. */
export async function consent(
  { ports, scripted, running }: World,
  more: { label?: string; variables?: Record<string, string>; caller?: Caller } = {},
): Promise<Given> {
  const { variables = scripted.variables, label, caller = ADMIN } = more;
  const { provider, scopes } = scripted;
  const input = { caller, workspaceId: WORKSPACE, provider, variables, scopes };
  const started = await startConnect(ports, { ...input, ...(label !== undefined && { label }) });
  const callback = new URL(running.authorize(new URL(started.authorizationUrl)));
  return { started, path: callback.pathname, query: callback.search.slice(1) };
}

/** Brings a query back, as the starter's own tab does. */
export async function complete({ ports }: World, { started, path, query }: Given, caller: Caller = ADMIN) {
  const [, , , provider = '', owner = ''] = path.split('/');
  const { connection } = await completeConnect(ports, {
    caller,
    workspaceId: WORKSPACE,
    sessionId: started.id,
    completionSecret: started.completionSecret,
    provider,
    owner,
    query: new Secret(query),
  });
  return connection;
}
