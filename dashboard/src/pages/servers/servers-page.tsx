import { useResource } from '../../data/resource.ts';
import { Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ThisWorkspace } from '../../parts/workspace-name.tsx';
import { Link } from '../../router/link.tsx';
import { isMcpServer } from '../../servers/kind-of-server.ts';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { ServerLists } from './server-lists.tsx';

export default function ServersPage({ query }: PageProps) {
  const { data, to, isManager } = useHere();
  const loaded = useResource(data.servers);
  return (
    <>
      <PageHead
        title="MCP servers"
        lead={
          <>
            Servers that can get a token of <ThisWorkspace /> for each call.
          </>
        }
        actions={
          isManager && (
            <Link class="button primary" to={to({ page: 'add-server' })}>
              Add a server
            </Link>
          )
        }
      />
      <Shown loaded={loaded} onTryAgain={() => void data.servers.reload()} rows={7}>
        {(servers) => <ServerLists servers={servers.filter(isMcpServer)} query={query} />}
      </Shown>
    </>
  );
}
