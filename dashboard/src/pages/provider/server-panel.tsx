import type { Provider } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { Placeholders } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { whyNotReady } from '../../words/server-words.ts';

/** MCP servers that use accounts of the provider. */
export function ServerPanel({ provider }: { provider: Provider }) {
  const { data, to, isPersonal } = useHere();
  const servers = useResource(data.servers).value?.filter((each) => each.provider === provider.id);
  return (
    <Panel title="MCP servers" isBusy={servers === undefined}>
      {servers === undefined && <Placeholders rows={2} />}
      {servers?.length === 0 && <p class="soft">No MCP server for this provider is registered.</p>}
      <ul class="rows">
        {servers?.map((server) => (
          <li key={server.id} class="row">
            <div class="row-text">
              <p class="row-title">
                <Link to={to({ page: 'server', id: server.id })}>{plainText(server.name, 80)}</Link>
              </p>
              <p class="small-text">
                {server.connected
                  ? `Uses ${server.connectionId}.`
                  : server.reason && whyNotReady(server.reason, { isPersonal })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
