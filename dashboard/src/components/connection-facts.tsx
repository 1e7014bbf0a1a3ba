import type { ComponentChildren } from 'preact';
import type { Connection, Server } from '../api.ts';
import { Time } from './time.tsx';

interface Props {
  connection: Connection;
  servers: Server[];
  isUsable: boolean;
}

/** Shows when the connection was and will be refreshed, who connected it, and which MCP servers can use it. */
export function ConnectionFacts({ connection, servers, isUsable }: Props) {
  const { lastRefreshAt, connectedAt, connectedBy, grantExpiresAt } = connection;
  const used = serversOf(servers, connection);
  const lacking = used.filter(({ reason }) => reason === 'insufficient_scope').map(({ name }) => name);
  const served = used.filter(({ reason }) => reason !== 'insufficient_scope').map(({ name }) => name);
  return (
    <dl class="facts">
      {isUsable && <NextRefresh connection={connection} />}
      <Fact name="Last refresh">
        <Time at={lastRefreshAt ?? connectedAt} />
      </Fact>
      {isUsable && grantExpiresAt && (
        <Fact name="Access ends">
          <Time at={grantExpiresAt} />
        </Fact>
      )}
      <Fact name="Connected">
        <Time at={connectedAt} /> by {connectedBy}
      </Fact>
      <Fact name="MCP servers">
        {served.length > 0 ? served.join(', ') : 'Only calls that name this account'}
      </Fact>
      {lacking.length > 0 && <Fact name="Need more permissions">{lacking.join(', ')}</Fact>}
    </dl>
  );
}

/** The servers that use this account where a call names none. The API of a provider is no MCP server. */
function serversOf(servers: Server[], { id }: Connection): Server[] {
  return servers
    .filter((server) => server.connectionId === id && server.reason !== 'no_address')
    .filter((server) => !server.id.startsWith('provider:'));
}

function NextRefresh({ connection: { nextRefreshAt, accessExpiresAt } }: { connection: Connection }) {
  if (nextRefreshAt) {
    return (
      <Fact name="Next refresh">
        <Time at={nextRefreshAt} />
      </Fact>
    );
  }
  // Without a planned refresh, the access ends when the access token expires.
  return (
    <Fact name={accessExpiresAt ? 'Access ends' : 'Next refresh'}>
      {accessExpiresAt ? <Time at={accessExpiresAt} /> : 'Not needed'}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
