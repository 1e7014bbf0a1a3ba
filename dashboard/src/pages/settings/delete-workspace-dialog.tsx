import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import { useResource } from '../../data/resource.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useHere } from '../../shell/here.ts';
import { deletionWords, endWords } from './deletion-words.ts';
import type { Ended } from './workspace-deleted.tsx';

interface Props {
  onDeleted: (ended: Ended) => void;
  onClose: () => void;
}

/** Says what ends, and waits until the name is typed. */
export function DeleteWorkspaceDialog({ onDeleted, onClose }: Props) {
  const { api, data, workspace } = useHere();
  const live = (useResource(data.connections).value ?? []).filter(({ status }) => status !== 'disconnected');
  const servers = useResource(data.servers).value ?? [];
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText>();
  const own = servers.filter(({ source }) => source === 'workspace').length;
  const words = deletionWords(workspace, own);
  const isConfirmed = typed.trim() === words.typed;
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
  return (
    <Dialog title={words.question} onClose={onClose}>
      <form onSubmit={(event) => void confirm(event)}>
        <ul class="receipt">
          {[endWords(live), ...words.points].map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <div class="confirm-id">
          <TextField
            label={`Type ${words.typed} to confirm`}
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
            {isBusy ? 'Deleting…' : words.confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
