import type { Api, Connection, Provider, Server } from '../api.ts';
import type { Notice } from '../notice.ts';
import type { Person, Workspace } from '../person.ts';
import { ConnectionCard } from './connection-card.tsx';
import { FormerConnections } from './former-connections.tsx';

interface Props {
  connections: Connection[] | undefined;
  isFailed: boolean;
  workspace: Workspace;
  person: Person;
  /** The id of the connection for whose choice the person came. */
  askedFor: string | undefined;
  providers: ReadonlyMap<string, Provider>;
  servers: Server[];
  api: Api;
  onNotice: (notice: Notice) => void;
  onChanged: () => Promise<void>;
  onConnectAgain: (connection: Connection) => void;
  onDisconnect: (connection: Connection) => void;
}

export function ConnectionList(props: Props) {
  const { connections, isFailed, workspace } = props;
  const current = connections?.filter(({ status }) => status !== 'disconnected');
  const former = connections?.filter(({ status }) => status === 'disconnected') ?? [];
  return (
    <section aria-labelledby="connections-heading" aria-busy={connections === undefined && !isFailed}>
      <h1 id="connections-heading">Connections</h1>
      <p class="lead">
        Accounts that MCP servers can use for the workspace <strong>{workspace.id}</strong>.
      </p>
      {current === undefined && isFailed && <p class="soft">The connections could not be loaded.</p>}
      {current === undefined && !isFailed && <LoadingCards />}
      {current?.length === 0 && <NothingConnected />}
      {current !== undefined && current.length > 0 && (
        <ul class="cards">
          {current.map((connection) => (
            <li key={connection.id}>
              <ConnectionCard
                {...props}
                connection={connection}
                isAsked={connection.id === props.askedFor}
                provider={props.providers.get(connection.provider)}
              />
            </li>
          ))}
        </ul>
      )}
      {former.length > 0 && (
        <FormerConnections
          connections={former}
          providers={props.providers}
          onConnectAgain={props.onConnectAgain}
        />
      )}
    </section>
  );
}

function NothingConnected() {
  return (
    <div class="empty">
      <h2>No account is connected yet</h2>
      <p>
        Connect an account below. Its tokens are encrypted, refreshed before they expire, and given to one
        tool call at a time.
      </p>
    </div>
  );
}

function LoadingCards() {
  return (
    <div class="cards">
      <span class="visually-hidden">Loading connections</span>
      <div class="card placeholder" aria-hidden="true" />
      <div class="card placeholder" aria-hidden="true" />
    </div>
  );
}
