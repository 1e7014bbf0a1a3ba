/** What the pages of one workspace share: each part is loaded when a page first shows it. */
import type { Connection, NamedPerson, Provider, Server } from '../api/types.ts';
import type { WorkspaceApi } from '../api/workspace-api.ts';
import { isConnectable } from './connectable.ts';
import { Resource } from './resource.ts';

export interface WorkspaceData {
  connections: Resource<Connection[]>;
  /** Those that can be connected come first. */
  providers: Resource<Provider[]>;
  /** The MCP servers that the workspace can use, each with the account that it uses. */
  servers: Resource<Server[]>;
  /** People whose names are known. */
  people: Resource<NamedPerson[]>;
  /** After a change of a connection, a server or an app: each of the three says something of the others. */
  reload(): Promise<void>;
}

/** `hasPeople`: whether names of people are kept in the workspace. */
export function workspaceData(api: WorkspaceApi, { hasPeople }: { hasPeople: boolean }): WorkspaceData {
  const connections = new Resource(api.connections.list);
  const providers = new Resource(async () => (await api.providers()).toSorted(byAvailability));
  const servers = new Resource(api.servers.list);
  return {
    ...{ connections, providers, servers },
    people: new Resource(hasPeople ? api.people.list : async () => []),
    reload: async () =>
      void (await Promise.all([connections, providers, servers].map((each) => each.reload()))),
  };
}

function byAvailability(one: Provider, other: Provider): number {
  const rank = (provider: Provider) => (isConnectable(provider) ? 0 : 1);
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}
