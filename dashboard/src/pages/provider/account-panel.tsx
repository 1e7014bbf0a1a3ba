import type { Connection, Provider } from '../../api/types.ts';
import { RequestForAdmin } from '../../apps/request-for-admin.tsx';
import { againAddress } from '../../connections/connection-remedy.tsx';
import { StatusBadge } from '../../connections/status-badge.tsx';
import { isConnectable } from '../../data/connectable.ts';
import { useResource } from '../../data/resource.ts';
import { usePeople } from '../../data/use-people.ts';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { nobodyCanConnect } from '../../words/app-words.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';

/** The connected accounts of the provider, or what has to be done before a person can connect one. */
export function AccountPanel({ provider }: { provider: Provider }) {
  const { data, isAdmin, isPersonal } = useHere();
  const connections = useResource(data.connections).value;
  const accounts = connections?.filter(
    (each) => each.provider === provider.id && each.status !== 'disconnected',
  );
  return (
    <Panel title="Connected accounts" isBusy={accounts === undefined} class="provider-accounts">
      {accounts?.length === 0 && (
        <p class="soft">
          {isConnectable(provider)
            ? 'No account is connected yet.'
            : nobodyCanConnect(provider, { isPersonal })}
        </p>
      )}
      {accounts !== undefined && accounts.length > 0 && (
        <ul class="rows">
          {accounts.map((connection) => (
            <AccountRow key={connection.id} connection={connection} name={provider.name} />
          ))}
        </ul>
      )}
      {!isConnectable(provider) && !isAdmin && <RequestForAdmin provider={provider} />}
    </Panel>
  );
}

function AccountRow({ connection, name }: { connection: Connection; name: string }) {
  const { to } = useHere();
  const people = usePeople();
  const { id, status, connectedBy, connectedAt } = connection;
  return (
    <li class="row">
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'connection', id })}>{titleOf(connection, name)}</Link>
          {connection.name !== undefined && <span class="soft"> {connection.name}</span>}
        </p>
        <p class="small-text">
          {accountOf(connection)} · {people(connectedBy)}, <Time at={connectedAt} />
        </p>
      </div>
      <div class="row-end">
        <StatusBadge status={status} />
        {status !== 'disconnecting' && (
          <Link
            class="button small"
            to={againAddress(to, connection)}
            aria-label={`Connect ${titleOf(connection, name)} again`}
          >
            Connect again
          </Link>
        )}
      </div>
    </li>
  );
}
