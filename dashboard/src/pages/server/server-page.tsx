import { useState } from 'preact/hooks';
import type { Server } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { focusTitle } from '../../parts/focus-wish.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { isMcpServer, isRemoteServer } from '../../servers/kind-of-server.ts';
import { KindMark, ServerBadge } from '../../servers/server-badge.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { namesOf } from '../../words/provider-name.ts';
import { whereWords } from '../../words/server-words.ts';
import { editOf } from './edit-of.ts';
import { EditPanel } from './edit-panel.tsx';
import { RemotePanel } from './remote-panel.tsx';
import { ServerActions } from './server-actions.tsx';
import { ServerActivity } from './server-activity.tsx';
import { ServerFacts } from './server-facts.tsx';
import { ServerScopes } from './server-scopes.tsx';
import { ServerStateCallout } from './server-state.tsx';
import { ServerUse } from './server-use.tsx';
import { TrialPanel } from './trial/trial-panel.tsx';

export default function ServerPage({ id, query }: PageProps) {
  const { data } = useHere();
  const loaded = useResource(data.servers);
  const server = loaded.value?.find((each) => each.id === id);
  if (server !== undefined) return <Details server={server} isEditing={query.has('edit')} />;
  return (
    <>
      <Head title={plainText(id, 80)} />
      <Shown loaded={loaded} onTryAgain={() => void data.servers.reload()} rows={5}>
        {() => (
          <Empty title="There is no such server">
            <p>It was never registered in this workspace, or somebody deleted it.</p>
          </Empty>
        )}
      </Shown>
    </>
  );
}

function Head(props: Omit<Parameters<typeof PageHead>[0], 'back'>) {
  const { to } = useHere();
  return <PageHead {...props} back={{ to: to({ page: 'servers' }), text: 'MCP servers' }} />;
}

function Details({ server, isEditing: isFirst }: { server: Server; isEditing: boolean }) {
  const { data, isManager } = useHere();
  const providers = useResource(data.providers).value;
  const connections = useResource(data.connections).value;
  const [isEditing, setEditing] = useState(isFirst);
  const [trials, setTrials] = useState(0);
  const provider = providers?.find(({ id }) => id === server.provider);
  const providerName = plainText(namesOf(providers)(server.provider), 80);
  const accounts = (connections ?? []).filter(
    (each) => each.provider === server.provider && each.status !== 'disconnected',
  );
  const connection = accounts.find(({ id }) => id === server.connectionId);
  const edit = isManager ? editOf(server, provider) : undefined;
  const where = whereWords(server) ?? hostIn(server.url ?? '');
  return (
    <>
      <Head
        title={plainText(server.name, 80)}
        mark={<ProviderMark id={server.provider} name={providerName} />}
        badge={
          <>
            <ServerBadge server={server} />
            <KindMark server={server} />
          </>
        }
        lead={isRemoteServer(server) ? where : `${where} · ${providerName}`}
        actions={<ServerActions {...{ server, provider, edit }} onEdit={() => setEditing(true)} />}
      />
      <div class="stack">
        {isEditing && edit !== undefined ? (
          <EditPanel
            key={edit}
            {...{ server, provider, edit }}
            onDone={() => {
              setEditing(false);
              focusTitle();
            }}
          />
        ) : (
          <ServerStateCallout {...{ server, connection }} onSetAddress={() => setEditing(true)} />
        )}
        <div class="columns">
          <div class="stack">
            <ServerScopes {...{ server, provider, connection }} />
            {isManager && isMcpServer(server) && (
              <TrialPanel {...{ server, accounts }} onTried={() => setTrials((before) => before + 1)} />
            )}
            <ServerUse server={server} trials={trials} />
            <ServerActivity server={server} />
          </div>
          <div class="stack">
            <ServerFacts {...{ server, providerName, accounts }} />
            <RemotePanel server={server} />
          </div>
        </div>
      </div>
    </>
  );
}
