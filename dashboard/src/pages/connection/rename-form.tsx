import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { Connection } from '../../api/types.ts';
import { TextField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useHere } from '../../shell/here.ts';

/** A name for people. Servers and calls go on with the id. */
export function RenameForm({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const { api, data } = useHere();
  const [name, setName] = useState(connection.name ?? '');
  const [problem, setProblem] = useState<ProblemText>();
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await api.connections.rename(connection.id, name);
      await data.connections.reload();
      onDone();
    } catch (error) {
      setProblem(problemText(error));
    }
  };
  return (
    <Panel title="Rename">
      <form class="form" onSubmit={(event) => void save(event)}>
        <TextField
          label="Name"
          note="optional"
          hint={`People see it beside the account. The id stays ${connection.id}.`}
          value={name}
          onChange={setName}
          input={{ maxLength: 60, autofocus: true }}
        />
        <NoticeBar notice={problem && problemNotice(problem)} />
        <div class="actions">
          <button type="submit" class="button primary">
            Save
          </button>
          <button type="button" class="button" onClick={onDone}>
            Cancel
          </button>
        </div>
      </form>
    </Panel>
  );
}
