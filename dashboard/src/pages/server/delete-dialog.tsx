import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { Server } from '../../api/types.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { focusTitle } from '../../parts/focus-wish.ts';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Link } from '../../router/link.tsx';
import { isRemoteServer } from '../../servers/kind-of-server.ts';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';

interface Props {
  server: Server;
  onClose: () => void;
}

/** Says what ends, and deletes what the workspace stored of the server. */
export function DeleteDialog({ server, onClose }: Props) {
  const { isBusy, problem, confirm } = useDelete(server, onClose);
  const name = plainText(server.name, 80);
  const verb = server.source === 'workspace' ? 'Delete' : 'Reset';
  return (
    <Dialog title={`${verb} ${name}?`} onClose={onClose}>
      <p>{wordsFor(server)}</p>
      <NoticeBar notice={problem && problemNotice(problem)} />
      {problem?.code === 'server_in_use' && <InTheWay ids={problem.more?.connections ?? []} />}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose} disabled={isBusy}>
          Cancel
        </button>
        <button type="button" class="button danger solid" onClick={() => void confirm()} disabled={isBusy}>
          {isBusy ? 'One moment…' : verb}
        </button>
      </div>
    </Dialog>
  );
}

function useDelete(server: Server, onClose: () => void) {
  const { api, data, go, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText>();
  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.servers.remove(server.id);
    } catch (error) {
      setProblem(explained(problemText(error)));
      return setBusy(false);
    }
    const notice = { tone: 'good' as const, title: deletedWords(server) };
    if (server.source === 'workspace') go({ page: 'servers' }, { notice, replace: true });
    else notify(notice);
    onClose();
    await data.reload();
    // The button that opened this is gone, too.
    if (server.source !== 'workspace') focusTitle();
  };
  return { isBusy, problem, confirm };
}

function wordsFor(server: Server): string {
  const soon = 'Calls of it are refused within five seconds.';
  if (isRemoteServer(server))
    return `${soon} This service deletes its client at the authorization server, where that is possible. The accounts of this server are for nothing else, so each must be disconnected first.`;
  if (server.source === 'workspace')
    return `${soon} The account stays connected for other servers. Records of its calls are kept.`;
  return 'The server stays in the catalogue. The address and the account that this workspace chose for it are deleted: calls use the default account again, and are refused while there is no address.';
}

function deletedWords({ source, name }: Server): string {
  return `${plainText(name, 80)} is ${source === 'workspace' ? 'deleted' : 'as the catalogue has it'}.`;
}

function explained(problem: ProblemText): ProblemText {
  return problem.code === 'server_in_use'
    ? {
        ...problem,
        title: 'Accounts of this server are connected',
        detail: 'Their tokens are for this server alone. Disconnect these first:',
      }
    : problem;
}

function InTheWay({ ids }: { ids: string[] }) {
  const { to } = useHere();
  return (
    <ul class="in-the-way">
      {ids.map((id) => (
        <li key={id}>
          <Link to={to({ page: 'connection', id })}>{plainText(id, 80)}</Link>
        </li>
      ))}
    </ul>
  );
}
