/** What a person can do about a refused call. Pure. */
import type { Call, Connection, Server } from '../../api/types.ts';
import type { PageName } from '../../router/route.ts';
import { isUsable } from '../../words/attention.ts';

export interface Known {
  connections: Connection[];
  servers: Server[];
  isAdmin: boolean;
}

export interface CallRemedy {
  text: string;
  target: { page: PageName; id?: string; query?: URLSearchParams };
}

/** Undefined: there is nothing to do, or it was done since. */
export function remedyOf(call: Call, known: Known): CallRemedy | undefined {
  const { outcome, server } = call;
  const isRegistered = known.servers.some(({ id }) => id === server);
  switch (outcome) {
    case 'not_connected':
    case 'reauthorization_required':
    case 'insufficient_scope':
      return byConsent(call, known);
    case 'unknown_server':
      return known.isAdmin && !isRegistered
        ? { text: 'Add an MCP server', target: { page: 'add-server' } }
        : undefined;
    case 'tool_not_allowed':
    case 'host_not_allowed':
      return isRegistered ? { text: 'See the server', target: { page: 'server', id: server } } : undefined;
    default:
      return undefined;
  }
}

function byConsent(call: Call, known: Known): CallRemedy | undefined {
  const { outcome, server, connectionId: account, operationId: refusal } = call;
  const connection = known.connections.find(({ id }) => id === account);
  if (connection !== undefined && isMended(call, connection)) return undefined;
  const provider = providerOf(call, known);
  if (provider === undefined) return undefined;
  const query = new URLSearchParams({ server, ...(account !== undefined && { account }), refusal });
  return { text: TEXTS[outcome] ?? 'Connect', target: { page: 'connect', id: provider, query } };
}

/** The provider whose token the call wanted. */
export function providerOf(
  { server, connectionId: account }: Call,
  { connections, servers }: Pick<Known, 'connections' | 'servers'>,
): string | undefined {
  const connection = connections.find(({ id }) => id === account);
  const registered = servers.find(({ id }) => id === server);
  return connection?.provider ?? registered?.provider ?? account?.match(PROVIDER)?.[0];
}

const TEXTS: Partial<Record<Call['outcome'], string>> = {
  not_connected: 'Connect',
  reauthorization_required: 'Connect again',
  insufficient_scope: 'Add permissions',
};

/** Before the label of a further account: `demo~sales`, `custom~crm~sales`. */
const PROVIDER = /^(?:(?:custom|remote)~)?[^~]+/;

/** Whether the connection has now what the call lacked. */
function isMended(call: Call, connection: Connection): boolean {
  if (!isUsable(connection)) return false;
  if (call.outcome !== 'insufficient_scope') return true;
  const lacked = [...(call.missingScopes ?? []), ...(call.challengedScopes ?? [])];
  return lacked.length > 0 && lacked.every((scope) => connection.grantedScopes.includes(scope));
}
