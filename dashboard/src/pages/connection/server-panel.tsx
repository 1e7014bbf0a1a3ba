import type { Connection, Server } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { AccountChoice } from '../../servers/account-choice.tsx';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { plainText } from '../../words/plain-text.ts';
import { whyNotReady } from '../../words/server-words.ts';

interface Props {
  connection: Connection;
}

/** The MCP servers of the provider, and which account each uses where a call names none. An admin chooses it here. */
export function ServerPanel({ connection }: Props) {
  const { data } = useHere();
  const servers = useResource(data.servers).value?.filter(
    // The API of a provider is no MCP server.
    ({ id, provider: of }) => of === connection.provider && !id.startsWith('provider:'),
  );
  const accounts = (useResource(data.connections).value ?? []).filter(
    (each) => each.provider === connection.provider && each.status !== 'disconnected',
  );
  return (
    <Panel title="MCP servers" isBusy={servers === undefined}>
      {servers?.length === 0 && <p class="soft">No server of this provider is registered.</p>}
      <ul class="rows">
        {servers?.map((server) => (
          <ServerRow key={server.id} {...{ server, accounts, connection }} />
        ))}
      </ul>
    </Panel>
  );
}

function ServerRow(props: Props & { server: Server; accounts: Connection[] }) {
  const { server, accounts, connection } = props;
  const { to, isManager, isPersonal } = useHere();
  const isHere = server.connectionId === connection.id;
  const other = accounts.find(({ id }) => id === server.connectionId);
  return (
    <li class="row">
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'server', id: server.id })}>{plainText(server.name, 80)}</Link>
        </p>
        <p class="small-text">
          {isHere
            ? whyNot(server, connection, { isPersonal }) || 'Uses this account.'
            : other === undefined
              ? 'Uses no account yet.'
              : `Uses ${accountOf(other)}.`}
        </p>
      </div>
      {isManager && accounts.length > 1 && (
        <div class="row-end account-choice">
          <AccountChoice
            {...{ server, accounts }}
            label={`Account of ${plainText(server.name, 80)}`}
            isLabelHidden
          />
        </div>
      )}
    </li>
  );
}

/** Why the server cannot use this account now. */
function whyNot({ reason }: Server, { status }: Connection, at: { isPersonal: boolean }): string | undefined {
  // Another consent would help nothing: the choice does.
  if (reason === 'reauthorization_required' && status === 'choice_needed')
    return 'Can use it when it is chosen what it is for.';
  return reason && whyNotReady(reason, at);
}
