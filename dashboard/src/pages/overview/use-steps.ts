import type { CallDay, Connection } from '../../api/types.ts';
import { isConnectable } from '../../data/connectable.ts';
import { type Resource, useResource } from '../../data/resource.ts';
import { useHere } from '../../shell/here.ts';

export interface Step {
  title: string;
  text: string;
  isDone: boolean;
  to: string;
  action: string;
}

/** Whoever has more connections than this knows what the service does. */
const BEGUN_WITH = 1;

/** The steps of a workspace that has hardly begun; of others none. `unknown`: it is not known yet which are done. */
export function useSteps(connections: Connection[], calls: Resource<CallDay[]>): Step[] | 'unknown' {
  const { config, data, to, isManager, isPersonal } = useHere();
  const providers = useResource(data.providers).value;
  const servers = useResource(data.servers).value;
  const counted = useResource(calls);
  if (connections.length > BEGUN_WITH) return [];
  if (providers === undefined || servers === undefined) return 'unknown';
  if (counted.value === undefined && counted.problem === undefined) return 'unknown';
  // The demo provider is in local environments alone; a stage begins with whatever can be connected.
  const first = providers.find(({ id }) => id === 'demo') ?? providers.find(isConnectable);
  const live = connections.find(({ status }) => status !== 'disconnected');
  const server = servers.find(({ connected }) => connected);
  const wasCalled = counted.value?.some(({ injected }) => injected > 0) === true;
  const isEnded = connections.some(({ receipt }) => receipt !== undefined);
  const name = first?.name ?? 'a provider';
  // Whoever makes no test calls needs a client of their own.
  const hasClients = config.mcpEndpoint !== undefined && !isManager;
  return [
    {
      title: `Connect ${name}`,
      text: 'You say yes at the provider, and its tokens are kept sealed. Nobody sees them, you neither.',
      isDone: connections.length > 0,
      to: first === undefined ? to({ page: 'providers' }) : to({ page: 'connect', id: first.id }),
      action: `Connect ${name}`,
    },
    {
      title: 'Call a tool',
      text: isManager
        ? 'A test call from the page of an MCP server uses the account, and the record of the call says so.'
        : isPersonal
          ? 'An MCP client calls a tool with the account, and the record of the call says so.'
          : 'An MCP client calls a tool with the account. An admin can do this from the page of an MCP server.',
      isDone: wasCalled,
      ...(hasClients
        ? { to: to({ page: 'clients' }), action: 'Connect a client' }
        : {
            to: server === undefined ? to({ page: 'servers' }) : to({ page: 'server', id: server.id }),
            action: isManager ? 'Choose a tool' : 'See the servers',
          }),
    },
    {
      title: 'Disconnect',
      text: 'The tokens are revoked at the provider and deleted here, and a receipt says what was done.',
      isDone: isEnded,
      to: live === undefined ? to({ page: 'connections' }) : to({ page: 'connection', id: live.id }),
      action: 'See the connection',
    },
  ];
}
