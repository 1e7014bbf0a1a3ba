import { useState } from 'preact/hooks';
import { problemText } from '../../api/api-problem.ts';
import type { Connection } from '../../api/types.ts';
import { againAddress } from '../../connections/connection-remedy.tsx';
import { mayChoose } from '../../consent/may-choose.ts';
import { problemNotice } from '../../parts/notice.ts';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { isUsable } from '../../words/attention.ts';
import { refreshWords } from '../../words/refresh-words.ts';
import { relativeTime } from '../../words/relative-time.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';

interface Props {
  connection: Connection;
  name: string;
  onRename: () => void;
}

/** What a person can do with the connection. */
export function ConnectionActions({ connection, name, onRename }: Props) {
  const { isAdmin, workspace, person, to } = useHere();
  const [isAsking, setAsking] = useState(false);
  const refresh = useRefresh(connection, name);
  const { status } = connection;
  const isLive = status !== 'disconnected' && status !== 'disconnecting';
  return (
    <>
      {isUsable(connection) && (
        <button type="button" class="button" disabled={refresh.isBusy} onClick={() => void refresh.start()}>
          {refresh.isBusy ? 'Refreshing…' : 'Refresh now'}
        </button>
      )}
      {status !== 'disconnecting' && (
        <Link class="button" to={againAddress(to, connection)}>
          Connect again
        </Link>
      )}
      {isLive && mayChoose(connection, workspace, person) && (
        <button type="button" class="button" onClick={onRename}>
          Rename
        </button>
      )}
      {isLive && isAdmin && (
        <button type="button" class="button danger" onClick={() => setAsking(true)}>
          Disconnect
        </button>
      )}
      {isAsking && <DisconnectDialog connection={connection} name={name} onClose={() => setAsking(false)} />}
    </>
  );
}

function useRefresh({ id }: Connection, name: string) {
  const { api, data, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const result = await api.connections.refresh(id);
      const words = refreshWords(result, name, (at) => relativeTime(at, Date.now()));
      notify({ tone: words.tone, title: words.text });
    } catch (error) {
      notify(problemNotice(problemText(error)));
    }
    await data.connections.reload();
    setBusy(false);
  };
  return { isBusy, start };
}
