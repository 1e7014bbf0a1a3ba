/** A workspace that says things of its MCP servers, with one labelled account at the demo provider. */
import { afterAll, beforeAll } from 'vitest';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import { startWorld, type World } from './world.ts';

export interface Described {
  id: string;
  code?: string;
  connectionId: string;
  connected: boolean;
  reason?: string;
  missingScopes?: string[];
  placements: object[];
  errors?: { pointer: string; reason: string }[];
}

export let world: World;

/** Registers the hooks of the test file that calls it. */
export function beginChoosingServers(): void {
  beforeAll(async () => {
    world = await startWorld({ workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime' });
    await world.connect(world.ada, 'acme', { provider: 'demo', label: 'sales' });
  });
  afterAll(() => world.close());
}

export const URL_BESIDE = 'http://127.0.0.1:8931/mcp';
const path = (id: string) => `/v1/workspaces/acme/mcp-servers/${id}`;
export const put = (id: string, body: object, person = world.ada) =>
  person.request<Described>('PUT', path(id), body);
export const read = (id: string, person = world.bob) => person.request<Described>('GET', path(id));
export const remove = (id: string) => world.ada.request('DELETE', path(id));
export const listed = async (id: string) => {
  const { body } = await world.bob.request<{ servers: Described[] }>(
    'GET',
    '/v1/workspaces/acme/mcp-servers',
  );
  return body.servers.find((server) => server.id === id);
};

type Answer = { isAuthorized?: boolean; context: { reason?: string; connectionId?: string } };
export const ask = async (event: object) =>
  (await answerRuntime(
    { ...world.environment.ports, verifyCaller: undefined },
    { version: '1', workspaceId: 'acme', ...event },
  )) as never;
export const call = async (server: string, more: object = {}): Promise<string | undefined> => {
  const operation = { id: world.operationId(), kind: 'call', server, tool: 'list_notes' };
  const { context }: Answer = await ask({ operation, ...more });
  return context.reason ?? context.connectionId;
};
export const checked = async (server: string) => {
  const { statuses }: { statuses: { ready: boolean; reason?: string; connectionId?: string }[] } = await ask({
    check: [server],
  });
  const [status] = statuses;
  return status?.ready ? status.connectionId : status?.reason;
};
/** What was read before is forgotten. */
export const pass = () => world.advance(LIMITS.ownServerAge);
