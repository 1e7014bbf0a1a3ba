import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import { useResource } from '../../data/resource.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useHere } from '../../shell/here.ts';
import { countOf } from '../apps/apps-in-use.ts';
import type { Ended } from './workspace-deleted.tsx';

interface Props {
  onDeleted: (ended: Ended) => void;
  onClose: () => void;
}

/** Says what ends, and waits until the id is typed. */
export function DeleteWorkspaceDialog({ onDeleted, onClose }: Props) {
  const { api, data, workspace } = useHere();
  const live = (useResource(data.connections).value ?? []).filter(({ status }) => status !== 'disconnected');
  const servers = useResource(data.servers).value ?? [];
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText>();
  const isConfirmed = typed.trim() === workspace.id;
  const confirm = async (event: Event) => {
    event.preventDefault();
    if (isBusy || !isConfirmed) return;
    setBusy(true);
    try {
      await api.deleteWorkspace();
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
      return;
    }
    onDeleted({ connections: live.length });
    await data.reload();
  };
  const own = servers.filter(({ source }) => source === 'workspace').length;
  return (
    <Dialog title={`Delete the workspace ${workspace.id}?`} onClose={onClose}>
      <form onSubmit={(event) => void confirm(event)}>
        <ul class="receipt">
          <li>{sentence(live)}</li>
          <li>
            The OAuth apps of the workspace are deleted with their secrets
            {own === 0 ? '.' : own === 1 ? ', and its MCP server.' : `, and its ${own} MCP servers.`}
          </li>
          <li>The id {workspace.id} can never be used again.</li>
        </ul>
        <div class="confirm-id">
          <TextField
            label={`Type ${workspace.id} to confirm`}
            value={typed}
            onChange={setTyped}
            input={{ autocapitalize: 'off' }}
          />
        </div>
        <NoticeBar notice={problem && problemNotice(problem)} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button danger solid" disabled={!isConfirmed} aria-disabled={isBusy}>
            {isBusy ? 'Deleting…' : 'Delete the workspace'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function sentence(live: unknown[]): string {
  if (live.length === 0) return 'No connection is there, so none ends.';
  return `${countOf(live)} ${live.length === 1 ? 'ends' : 'end'} at once: MCP servers lose the accounts, and the tokens are revoked and deleted.`;
}
