import type { Api, Connection, RemoteServer, Server } from '../../api.ts';
import type { Workspace } from '../../person.ts';
import { hostIn, plainText } from '../../plain-text.ts';
import { isRemoteServer, type Registered } from '../../use-registered-server.ts';
import { ProviderMark } from '../provider-mark.tsx';
import { AddServer } from './add-server.tsx';

interface Props {
  servers: Server[] | undefined;
  connections: Connection[];
  workspace: Workspace;
  api: Api;
  onConnect: (server: RemoteServer) => void;
  /** Resolves to whether the server exists. */
  onRegistered: (registered: Registered) => Promise<boolean>;
}

/** The remote MCP servers of the workspace, for everybody to connect; an admin adds one by its address. */
export function ServerList({ servers, connections, workspace, api, onConnect, onRegistered }: Props) {
  const remote = servers?.filter(isRemoteServer) ?? [];
  const isAdmin = workspace.role === 'admin';
  if (servers === undefined || (remote.length === 0 && !isAdmin)) return null;
  return (
    <section aria-labelledby="servers-heading">
      <h2 id="servers-heading">MCP servers</h2>
      {isAdmin && (
        <AddServer
          key={workspace.id}
          servers={servers}
          workspace={workspace}
          api={api}
          onRegistered={onRegistered}
        />
      )}
      {remote.length > 0 && (
        <ul class="tiles">
          {remote.map((server) => (
            <li key={server.id}>
              <ServerTile
                server={server}
                connected={countOf(connections, server)}
                onConnect={() => onConnect(server)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function countOf(connections: Connection[], server: Server): number {
  return connections.filter(
    ({ provider, status }) => provider === server.provider && status !== 'disconnected',
  ).length;
}

function ServerTile(props: { server: RemoteServer; connected: number; onConnect: () => void }) {
  const { server, connected, onConnect } = props;
  const name = plainText(server.name, 80);
  return (
    <div class="tile">
      <ProviderMark id={server.provider} name={name} />
      <div class="tile-text">
        <h3>{name}</h3>
        <p class="soft">
          {hostIn(server.url ?? '')}
          {connected > 0 && ` · ${connected === 1 ? 'connected' : `${connected} accounts connected`}`}
        </p>
      </div>
      <button type="button" class="button small" aria-label={`Connect ${name}`} onClick={onConnect}>
        {connected > 0 ? 'Add' : 'Connect'}
      </button>
    </div>
  );
}
