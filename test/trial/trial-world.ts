/** A world with servers on this machine, and the two operations of a trial. */
import { startWorld, type World } from '../journeys/world.ts';

export interface Answer {
  code?: string;
  failure?: string;
  refusal?: { reason: string; message: string; connectUrl?: string };
  serverStatus?: number;
  operationId?: string;
  connectionId?: string;
  isError?: boolean;
  text?: string;
  cut?: boolean;
  more?: boolean;
  tools?: { name: string; title?: string; description?: string; inputSchema?: object }[];
}

/** As a workspace registers a server that takes the token in the usual header. */
export const REGISTRATION = {
  name: 'Trial',
  provider: 'demo',
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: true,
  scopes: ['notes:read'],
};

export interface TrialWorld extends World {
  register(id: string, registration: object): Promise<void>;
  shown(server: string): Promise<{ url: string; connectedAt: string }>;
  /** `more` replaces parts of the body. */
  tried(
    server: string,
    more?: { confirmed?: unknown; [member: string]: unknown },
    person?: World['ada'],
    workspace?: string,
  ): Promise<{ status: number; body: Answer }>;
  listed(
    server: string,
    body?: object,
    person?: World['ada'],
    workspace?: string,
  ): Promise<{ status: number; body: Answer }>;
}

export async function startTrialWorld(): Promise<TrialWorld> {
  const world = await startWorld({
    workspaceServers: 'allow-private-addresses-of-servers-beside-the-runtime',
  });
  await world.connect(world.ada, 'acme');
  const path = (workspace: string, server: string) => `/v1/workspaces/${workspace}/mcp-servers/${server}`;
  /** What the page shows of the server before a confirmation. */
  const shown = async (server: string) => {
    const get = (at: string) => world.ada.request<{ url?: string; connectedAt: string }>('GET', at);
    const [registered, connection] = await Promise.all([
      get(path('acme', server)),
      get('/v1/workspaces/acme/connections/demo'),
    ]);
    const { url = 'https://unknown.example/mcp' } = registered.body;
    return { url, connectedAt: connection.body.connectedAt };
  };
  return Object.assign(world, {
    shown,
    async register(id: string, registration: object) {
      const { status, body } = await world.ada.request('PUT', path('acme', id), registration);
      if (status !== 200) throw new Error(`put answered ${status} ${JSON.stringify(body)}`);
    },
    async tried(server: string, more: { confirmed?: unknown } = {}, person = world.ada, workspace = 'acme') {
      const usual = { server, tool: 'read_notes', connectionId: 'demo', ...(await shown(server)) };
      const { confirmed } = more;
      const isPart = typeof confirmed === 'object';
      return person.request<Answer>('POST', `${path(workspace, server)}/trial`, {
        ...{ operationId: world.operationId(), tool: 'read_notes' },
        ...more,
        confirmed: isPart ? { ...usual, ...confirmed } : 'confirmed' in more ? confirmed : usual,
      });
    },
    listed: (server: string, body: object = {}, person = world.ada, workspace = 'acme') =>
      person.request<Answer>('POST', `${path(workspace, server)}/tools`, body),
  });
}
