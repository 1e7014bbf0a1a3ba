import { useEffect, useRef, useState } from 'preact/hooks';
import { problemText } from '../../api/api-problem.ts';
import type { NamedPerson } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { type Notice, problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { useHere } from '../../shell/here.ts';
import { plainText } from '../../words/plain-text.ts';

/** Whose names are kept here. Each person's is theirs, and an admin can erase it too. */
export function PeoplePanel() {
  const { data } = useHere();
  const { value, problem } = useResource(data.people);
  const { message, isBusy, forget } = useForgetting();
  const said = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with its row.
  useEffect(() => {
    if (message?.tone === 'good') said.current?.focus();
  }, [message]);
  return (
    <Panel
      title="Names of people"
      lead="Names that this workspace shows in place of ids. They come from each person’s sign-in, and are back after the next one."
      isBusy={value === undefined && problem === undefined}
    >
      <div ref={said} tabIndex={-1} class="said">
        <NoticeBar notice={message} />
      </div>
      {problem !== undefined && <p class="soft">The names cannot be shown at the moment.</p>}
      {value?.length === 0 && <p class="soft">No name is kept.</p>}
      {value !== undefined && value.length > 0 && (
        <ul class="rows people" aria-label="People">
          {value.map((each) => (
            <PersonRow key={each.id} person={each} isBusy={isBusy} onForget={() => void forget(each)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface RowProps {
  person: NamedPerson;
  isBusy: boolean;
  onForget: () => void;
}

function PersonRow({ person: { name, subject, seenAt }, isBusy, onForget }: RowProps) {
  const { isAdmin, person } = useHere();
  const isMe = subject === person.subject;
  const shown = plainText(name, 80);
  return (
    <li class="row">
      <div class="row-text">
        <p class="row-title">
          {shown} {isMe && <span class="soft">(you)</span>}
        </p>
        <p class="small-text">
          <code>{subject}</code> · signed in <Time at={seenAt} />
        </p>
      </div>
      {(isMe || isAdmin) && (
        <div class="row-end">
          <button
            type="button"
            class="button small"
            aria-label={isMe ? undefined : `Remove the name ${shown}`}
            aria-disabled={isBusy}
            onClick={onForget}
          >
            {isMe ? 'Forget my name' : 'Remove'}
          </button>
        </div>
      )}
    </li>
  );
}

function useForgetting() {
  const { api, data, person } = useHere();
  const [message, setMessage] = useState<Notice>();
  const [isBusy, setBusy] = useState(false);
  const forget = async ({ id, subject, name }: NamedPerson) => {
    if (isBusy) return;
    setBusy(true);
    try {
      await (subject === person.subject ? api.people.removeMe() : api.people.remove(id));
      await data.people.reload();
      setMessage({ tone: 'good', title: `The name ${plainText(name, 80)} is forgotten.` });
    } catch (error) {
      setMessage(problemNotice(problemText(error)));
    }
    setBusy(false);
  };
  return { message, isBusy, forget };
}
