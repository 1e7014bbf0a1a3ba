import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Api, Connection, Provider, StartRequest } from '../api.ts';
import { problemText } from '../api-problem.ts';
import { rememberedWorkspace, rememberWorkspace } from '../chosen-workspace.ts';
import { leaveForConsent } from '../connect.ts';
import type { Intent, Start } from '../intent.ts';
import { mayChoose } from '../may-choose.ts';
import { type Notice, problemNotice } from '../notice.ts';
import type { Person } from '../person.ts';
import { providerName } from '../provider-name.ts';
import { useArrival } from '../use-arrival.ts';
import { notAMember, useDeepLink } from '../use-deep-link.ts';
import { useProviders } from '../use-providers.ts';
import { useRegisteredServer } from '../use-registered-server.ts';
import { useRenewedStart } from '../use-renewed-start.ts';
import { useWorkspace } from '../use-workspace.ts';
import { plainWish, type Wish } from '../wish.ts';
import { choiceWords } from '../words/choice-words.ts';
import { remoteWords } from '../words/remote-words.ts';
import { ActivityList } from './activity-list.tsx';
import { CallList } from './call-list.tsx';
import { ConnectionList } from './connection-list.tsx';
import { NoWorkspace } from './no-workspace.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { PageHeader } from './page-header.tsx';
import { ProviderList } from './provider-list.tsx';
import { ServerList } from './remote/server-list.tsx';
import { type OpenDialog, WorkspaceDialog } from './workspace-dialog.tsx';

interface Props {
  api: Api;
  person: Person;
  intent: Intent;
  /** Renews the sign-in where it ends soon. True: the browser leaves, and the consent starts when it is back. */
  renewBefore: (start: Start) => Promise<boolean>;
  onSignOut: () => void;
}

/** Everything a signed-in person sees. */
export function WorkspacePage(props: Props) {
  const { person, intent, onSignOut } = props;
  const [workspaceId, setWorkspaceId] = useState(
    intent.start?.workspace ?? intent.connect?.workspace ?? rememberedWorkspace(),
  );
  const workspace = person.workspaces.find(({ id }) => id === workspaceId) ?? person.workspaces[0];
  const choose = (id: string) => {
    rememberWorkspace(id);
    setWorkspaceId(id);
  };
  return (
    <>
      <PageHeader person={person} workspace={workspace} onChoose={choose} onSignOut={onSignOut} />
      {workspace === undefined ? (
        <WithoutWorkspace {...props} onChoose={choose} />
      ) : (
        <WorkspaceContent {...props} workspace={workspace} onChoose={choose} />
      )}
    </>
  );
}

/** Also who has no workspace any more learns what became of a consent that they started. */
function WithoutWorkspace({ api, intent, onChoose }: Props & Pick<ContentProps, 'onChoose'>) {
  const [notice, setNotice] = useState<Notice>();
  const finishing = useArrival({
    api,
    intent,
    onNotice: setNotice,
    onChoose,
    onChoice: () => undefined,
    onUnknownAccount: () => undefined,
    onDone: async () => undefined,
  });
  useEffect(() => {
    if (intent.connect?.workspace !== undefined) setNotice(notAMember(intent.connect.workspace));
  }, []);
  return (
    <>
      <NoticeBar notice={finishing ?? notice} onDismiss={() => setNotice(undefined)} />
      <NoWorkspace />
    </>
  );
}

interface ContentProps extends Props {
  workspace: Person['workspaces'][number];
  onChoose: (id: string) => void;
}

function WorkspaceContent({ api, person, workspace, intent, renewBefore, onChoose }: ContentProps) {
  const [notice, setNotice] = useState<Notice>();
  const [dialog, setDialog] = useState<OpenDialog>();
  const [askedFor, setAskedFor] = useState<string>();
  const catalogue = useProviders(api, workspace.id);
  const { providers, servers } = catalogue;
  const { connections, activity, reload, ...loaded } = useWorkspace(api, workspace.id);
  const problem = loaded.problem ?? catalogue.problem;
  // A server says which permissions its account lacks, so it changes with the connections.
  const reloadAll = async () => void (await Promise.all([reload(), catalogue.reload()]));
  const byId = useMemo(() => new Map(providers?.map((provider) => [provider.id, provider])), [providers]);
  const nameOf = useCallback((id: string) => providerName(id, byId.get(id)), [byId]);

  const ask = ({ id }: Connection) => setAskedFor(id);
  const finishing = useArrival({
    ...{ api, intent, onNotice: setNotice, onChoose },
    onChoice: ask,
    onUnknownAccount: (start) => setDialog({ kind: 'replace', start }),
    onDone: reloadAll,
  });
  const connect = (wish: Wish) => setDialog({ kind: 'connect', wish });
  const linked = { api, intent, person, workspace: workspace.id, providers, servers, connections };
  const leadToChoice = (connection: Connection, { name }: Provider) => {
    ask(connection);
    const isMine = mayChoose(connection, workspace, person);
    const words = choiceWords(name, { connectedBy: connection.connectedBy, isMine });
    setNotice({ tone: 'info', ...words });
  };
  useDeepLink({ ...linked, open: connect, onChoice: leadToChoice, onNotice: setNotice });

  useRenewedStart({ api, intent, onNotice: setNotice });

  const leave = async (start: Start) => {
    if (!(await renewBefore(start))) await leaveForConsent(api, start);
  };
  const startConnect = (provider: Provider, request: StartRequest) =>
    leave({ workspace: workspace.id, provider: provider.name, request });
  const registered = useRegisteredServer({
    workspace: workspace.id,
    connections: connections ?? [],
    reload: catalogue.reload,
    start: startConnect,
    openDialog: (provider, problem) => setDialog({ kind: 'connect', wish: plainWish(provider), problem }),
    onNotice: setNotice,
  });
  const replace = async ({ request, ...start }: Start) => {
    setDialog(undefined);
    await leave({ ...start, request: { ...request, replaceAccount: true } }).catch((error) =>
      setNotice(problemNotice(remoteWords(problemText(error)))),
    );
  };
  const connectAgain = (connection: Connection) => {
    const provider = byId.get(connection.provider);
    if (provider !== undefined) return connect({ ...plainWish(provider), connection });
    setNotice({
      tone: 'bad',
      title: `${nameOf(connection.provider)} is not registered any more`,
      text: 'An admin of the workspace registers it again.',
    });
  };

  return (
    <main class="content">
      <NoticeBar notice={finishing ?? notice} onDismiss={() => setNotice(undefined)} />
      {problem && (
        <NoticeBar notice={problemNotice(problem)} onDismiss={() => void reloadAll()} action="Try again" />
      )}
      <ConnectionList
        connections={connections}
        isFailed={loaded.problem !== undefined}
        workspace={workspace}
        person={person}
        askedFor={askedFor}
        providers={byId}
        servers={servers ?? []}
        api={api}
        onNotice={setNotice}
        onChanged={reloadAll}
        onConnectAgain={connectAgain}
        onDisconnect={(connection) => setDialog({ kind: 'disconnect', connection })}
      />
      <ServerList
        servers={servers}
        connections={connections ?? []}
        workspace={workspace}
        api={api}
        onConnect={(server) => {
          const provider = byId.get(server.provider);
          if (provider !== undefined) connect(plainWish(provider));
        }}
        onRegistered={registered}
      />
      <ProviderList
        providers={providers}
        isFailed={catalogue.problem !== undefined}
        connections={connections ?? []}
        onConnect={(provider) => connect(plainWish(provider))}
      />
      <ActivityList activity={activity} isFailed={loaded.problem !== undefined} nameOf={nameOf} />
      <CallList key={workspace.id} api={api} workspace={workspace} onNotice={setNotice} />
      {dialog && (
        <WorkspaceDialog
          dialog={dialog}
          connections={connections ?? []}
          servers={servers ?? []}
          workspace={workspace}
          api={api}
          nameOf={nameOf}
          onStart={startConnect}
          onReplace={replace}
          onChanged={reloadAll}
          onClose={() => setDialog(undefined)}
        />
      )}
    </main>
  );
}
