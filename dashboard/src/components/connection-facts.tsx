import type { ComponentChildren } from 'preact';
import type { Connection, Provider } from '../api.ts';
import { Time } from './time.tsx';

interface Props {
  connection: Connection;
  provider: Provider | undefined;
  isUsable: boolean;
}

/** Shows when the connection was and will be refreshed, who connected it, and which MCP servers can use it. */
export function ConnectionFacts({ connection, provider, isUsable }: Props) {
  const { lastRefreshAt, connectedAt, connectedBy, grantExpiresAt } = connection;
  const servers = provider?.servers.map(({ name }) => name) ?? [];
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
      {servers.length > 0 && <Fact name="MCP servers">{servers.join(', ')}</Fact>}
    </dl>
  );
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
