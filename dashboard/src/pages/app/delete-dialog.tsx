import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { Connection } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';
import { countOf } from '../apps/apps-in-use.ts';

interface Props {
  id: string;
  name: string;
  users: Connection[];
  onDeleted: () => void;
  onClose: () => void;
}

/** Says what a deletion ends, or what stands against it. */
export function DeleteDialog({ id, name, users, onDeleted, onClose }: Props) {
  const [problem, setProblem] = useState<ProblemText>();
  // The API is the one that knows: a consent can have ended a moment ago.
  const using = problem?.more?.connections ?? users.map((each) => each.id);
  const confirm = useDeletion(id, setProblem, () => {
    onClose();
    onDeleted();
  });
  const isInUse = using.length > 0;
  return (
    <Dialog title={isInUse ? 'The app is in use' : `Delete the app for ${name}?`} onClose={onClose}>
      {isInUse ? <InUse ids={using} name={name} /> : <Consequences id={id} name={name} />}
      <NoticeBar notice={problem && !isInUse ? problemNotice(problem) : undefined} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {isInUse ? 'Close' : 'Cancel'}
        </button>
        {!isInUse && (
          <button
            type="button"
            class="button danger solid"
            aria-disabled={confirm.isBusy}
            onClick={() => void confirm.start()}
          >
            {confirm.isBusy ? 'Deleting…' : 'Delete'}
          </button>
        )}
      </div>
    </Dialog>
  );
}

function useDeletion(id: string, onProblem: (problem: ProblemText) => void, onDone: () => void) {
  const { api } = useHere();
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      await api.apps.remove(id);
      onDone();
    } catch (error) {
      onProblem(problemText(error));
      setBusy(false);
    }
  };
  return { isBusy, start };
}

function InUse({ ids, name }: { ids: string[]; name: string }) {
  const { to } = useHere();
  return (
    <>
      <p>
        {name} revokes and refreshes the tokens of {countOf(ids)} for this app alone, so{' '}
        {ids.length === 1 ? 'it' : 'they'} must be disconnected first:
      </p>
      <ul class="plain in-use">
        {ids.map((each) => (
          <li key={each}>
            <Link to={to({ page: 'connection', id: each })}>{each}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function Consequences({ id, name }: { id: string; name: string }) {
  const { data } = useHere();
  const isCustom = id.startsWith('custom~');
  const servers = (useResource(data.servers).value ?? []).filter(({ provider }) => provider === id);
  return (
    <>
      <p>
        No connection uses it, so nothing ends. All versions are deleted here with their secrets; the client
        stays registered at {name} until somebody deletes it there.
      </p>
      {isCustom && (
        <p>
          {name} is a provider of this workspace’s own, and disappears with its app.
          {servers.length > 0 &&
            ` These MCP servers stay registered and cannot be used: ${servers.map((each) => plainText(each.name, 60)).join(', ')}.`}
        </p>
      )}
    </>
  );
}
