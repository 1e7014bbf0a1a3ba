import type { ClientAddress } from '../../../../src/contract/dashboard/dashboard-config.ts';
import type { Server } from '../../api/types.ts';
import { clientAddress, isServed } from '../../clients/client-address.ts';
import { serverLabels } from '../../clients/server-labels.ts';
import { mostOf } from '../../clients/tool-limits.ts';
import { Copyable } from '../../parts/copy.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { ServerBadge } from '../../servers/server-badge.tsx';
import { useHere } from '../../shell/here.ts';
import { actsForWords } from '../../words/server-words.ts';
import { toolsOfServer } from '../../words/tool-limit-words.ts';

interface Props {
  at: ClientAddress;
  servers: Server[];
}

/** The address of each server. First come servers that are connected or that somebody added, then the rest of the catalogue. */
export function ServerAddresses({ at, servers }: Props) {
  const served = servers
    .filter(isServed)
    .toSorted((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
  const labelOf = serverLabels(served);
  const isNear = ({ connected, source }: Server) => connected || source !== 'catalogue';
  const further = served.filter((each) => !isNear(each));
  return (
    <Panel
      title="Addresses by server"
      lead="Each has the tools of one server, under the names that the server gives them. Programs that a runtime starts have no address."
      class="server-list"
    >
      {served.length === further.length && <p class="soft">No server can be used yet.</p>}
      <Rows at={at} servers={served.filter(isNear)} labelOf={labelOf} />
      {further.length > 0 && (
        <details>
          <summary>
            {further.length === 1 ? '1 further server' : `${further.length} further servers`} of the
            catalogue, not connected
          </summary>
          <Rows at={at} servers={further} labelOf={labelOf} />
        </details>
      )}
    </Panel>
  );
}

interface RowsProps extends Props {
  labelOf: (server: Server) => string;
}

function Rows({ at, servers, labelOf }: RowsProps) {
  const { workspace, isPersonal, to } = useHere();
  return (
    <ul class="rows">
      {servers.map((server) => {
        const { id, provider } = server;
        const name = labelOf(server);
        return (
          <li key={id} class="row">
            <ProviderMark id={provider} name={name} size="small" />
            <div class="row-text">
              <p class="row-title server-title">
                <Link to={to({ page: 'server', id })}>{name}</Link>
                <ServerBadge server={server} />
              </p>
              <Copyable text={clientAddress(at.address, workspace.id, id)} what={`the address of ${name}`} />
              <p class="small-text">{factsOf(server, isPersonal)}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Pure. */
function factsOf(server: Server, isPersonal: boolean): string {
  const actsFor = actsForWords(server, { isPersonal });
  const tools = toolsOfServer(mostOf(server));
  return actsFor === undefined ? tools : `${tools} A call ${actsFor}.`;
}
