import type { ClientAddress } from '../../../../src/contract/dashboard/dashboard-config.ts';
import { useResource } from '../../data/resource.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ThisWorkspace } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { AddressPanel } from './address-panel.tsx';
import { ClientPanel } from './client-panel.tsx';
import { LimitPanel } from './limit-panel.tsx';
import { ServerAddresses } from './server-addresses.tsx';
import { TryPanel } from './try-panel.tsx';

/** What a person pastes into an MCP client of their own. */
export default function ClientsPage({ query }: PageProps) {
  const { config } = useHere();
  return (
    <>
      <PageHead
        title="Connect a client"
        lead={
          <>
            One address gives an MCP client of yours the servers of <ThisWorkspace />. The client signs you
            in, and calls tools as you.
          </>
        }
      />
      {config.mcpEndpoint === undefined ? <NoAddress /> : <Panels at={config.mcpEndpoint} query={query} />}
    </>
  );
}

function Panels({ at, query }: { at: ClientAddress; query: URLSearchParams }) {
  const { data } = useHere();
  return (
    <Shown loaded={useResource(data.servers)} onTryAgain={() => void data.servers.reload()} rows={7}>
      {(servers) => (
        <div class="columns">
          <div class="stack">
            <AddressPanel at={at} />
            <ClientPanel {...{ at, servers, query }} />
            <ServerAddresses {...{ at, servers }} />
          </div>
          <div class="stack">
            <TryPanel servers={servers} />
            <LimitPanel servers={servers} />
          </div>
        </div>
      )}
    </Shown>
  );
}

function NoAddress() {
  return (
    <Empty title="There is no address for MCP clients here">
      <p>The operator of this service has set none up.</p>
    </Empty>
  );
}
