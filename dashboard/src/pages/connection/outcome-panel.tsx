import type { Connection } from '../../api/types.ts';
import { returnAddress } from '../../consent/return-address.ts';
import { useResource } from '../../data/resource.ts';
import { GoodIcon, InfoIcon } from '../../parts/icons.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';

/** After a consent: what is possible now, and the way back to where the person came from. */
export function OutcomePanel({ connection, name }: { connection: Connection; name: string }) {
  const { outcome, config, data, to, isManager, dismissOutcome } = useHere();
  const servers = useResource(data.servers).value ?? [];
  if (outcome?.kind !== 'connected' || outcome.id !== connection.id) return null;
  if (connection.status === 'choice_needed')
    return (
      <div class="callout info" role="status">
        <InfoIcon />
        <p>
          <strong>{name} is connected.</strong> Choose below what it is for. MCP servers can use it then.
        </p>
      </div>
    );
  const ready = servers.filter(
    // The API of a provider is no MCP server.
    ({ id, connected, connectionId }) =>
      connected && connectionId === connection.id && !id.startsWith('provider:'),
  );
  const back = returnAddress(
    outcome.returnTo === undefined ? undefined : { return: outcome.returnTo },
    config,
  );
  return (
    <section class="callout good outcome" role="status">
      <GoodIcon />
      <div>
        <h2>{name} is connected</h2>
        <p>
          {ready.length === 0
            ? `MCP servers can use ${accountOf(connection)} now.`
            : `${listed(ready.map((server) => plainText(server.name, 80)))} can use ${accountOf(connection)} now.`}
        </p>
        <div class="actions">
          {back !== undefined && (
            <a class="button primary" href={back}>
              Go back to {hostIn(back)}
            </a>
          )}
          {isManager && ready[0] !== undefined && (
            <Link class="button" to={to({ page: 'server', id: ready[0].id })}>
              Try a call
            </Link>
          )}
          {config.mcpEndpoint !== undefined && (
            <Link class="button" to={to({ page: 'clients' })}>
              Connect a client
            </Link>
          )}
          <button type="button" class="button quiet" onClick={dismissOutcome}>
            Done
          </button>
        </div>
      </div>
    </section>
  );
}

function listed(names: string[]): string {
  return new Intl.ListFormat('en').format(names);
}
