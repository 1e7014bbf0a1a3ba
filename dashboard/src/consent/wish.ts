/** What a link asks the person for, after each part of it was looked up as that person. Nothing in a link is believed. */
import type { Call, Connection, Provider, Server } from '../api/types.ts';
import type { ConnectLink } from './intent.ts';

/** A scope that somebody asks for, and who: the person decides, so it is not ticked. */
export interface AskedScope {
  scope: string;
  by: string;
  /** Whether an administrator decides for the workspace: an MCP server challenged it, or nothing but the link says it. */
  needsAdmin: boolean;
}

export interface Wish {
  provider: Provider;
  /** The connection to connect again. Absent: a new one. */
  connection?: Connection;
  /** The label of a new account. */
  label?: string;
  server?: Server;
  /** Scopes that the server's stored registration wants and the connection lacks. They are ticked. */
  needed: string[];
  asked: AskedScope[];
  /** The server and the connection for which a person can say no to a challenge. */
  challenge?: { server: string; connection: string };
  /** Sentences about parts of the link that do not exist here. */
  unknown: string[];
}

/** What the workspace has, as the API answered it to the person. */
export interface Known {
  connections: Connection[];
  servers: Server[];
  /** The refused call of the link. Undefined: the link names none. */
  call: Call | 'unreadable' | undefined;
}

/** Of a person who clicked at a provider. Pure. */
export function plainWish(provider: Provider): Wish {
  return { provider, needed: [], asked: [], unknown: [] };
}

/** Of a link. Pure. */
export function wishOf(link: ConnectLink, provider: Provider, known: Known): Wish {
  const server = known.servers.find((each) => each.id === link.server && each.provider === provider.id);
  const account = link.account !== undefined && isOf(provider, link.account) ? link.account : undefined;
  const id = account ?? server?.connectionId ?? provider.id;
  const connection = known.connections.find((each) => each.id === id && each.status !== 'disconnected');
  const granted = new Set(connection?.grantedScopes);
  const needed = (server?.scopes ?? []).filter((scope) => !granted.has(scope));
  const call = known.call !== 'unreadable' && known.call?.server === link.server ? known.call : undefined;
  const named = new Set([...granted, ...needed]);
  const isChallenged =
    connection !== undefined && server !== undefined && call?.challengedScopes !== undefined;
  return {
    provider,
    ...(connection === undefined ? labelOf(provider, id) : { connection }),
    ...(server === undefined ? {} : { server }),
    ...(isChallenged ? { challenge: { server: server.id, connection: connection.id } } : {}),
    needed,
    asked: askedIn(link, call, server?.name).filter(({ scope }) => !named.has(scope)),
    unknown: unknownIn(link, { server, account, call: known.call }),
  };
}

/** The call is another person's, and the person is no admin. */
const UNREADABLE =
  'The record of the refused call could not be read: only its caller and admins can. What the call lacked is shown as the link says it.';

function askedIn(link: ConnectLink, call: Call | undefined, serverName: string | undefined) {
  const by = serverName ?? call?.server ?? 'the call';
  const challenged = new Set(call?.challengedScopes);
  const asked: AskedScope[] = [
    ...[...challenged].map((scope) => ({ scope, by, needsAdmin: true })),
    ...(call?.missingScopes ?? []).map((scope) => ({ scope, by, needsAdmin: false })),
    ...(link.scopes ?? []).map((scope) => ({ scope, by: 'the link', needsAdmin: true })),
  ];
  const first = new Map<string, AskedScope>();
  for (const each of asked) if (!first.has(each.scope)) first.set(each.scope, each);
  return [...first.values()];
}

function unknownIn(
  link: ConnectLink,
  { server, account, call }: { server: Server | undefined; account: string | undefined; call: Known['call'] },
): string[] {
  return [
    ...(link.server !== undefined && server === undefined
      ? [`This workspace has no MCP server “${link.server}” of this provider.`]
      : []),
    ...(link.account !== undefined && account === undefined
      ? [`“${link.account}” is no account of this provider.`]
      : []),
    ...(call === 'unreadable' ? [UNREADABLE] : []),
  ];
}

function isOf({ id }: Provider, account: string): boolean {
  return account === id || account.startsWith(`${id}~`);
}

function labelOf({ id }: Provider, account: string): { label?: string } {
  return account === id ? {} : { label: account.slice(id.length + 1) };
}
