import { useState } from 'preact/hooks';
import type { Api, Connection } from '../api.ts';
import { problemText } from '../api-problem.ts';
import { type Notice, problemNotice } from '../notice.ts';
import type { Workspace } from '../person.ts';
import { Time } from './time.tsx';

interface Props {
  connection: Connection;
  name: string;
  workspace: Workspace;
  api: Api;
  onNotice: (notice: Notice) => void;
  onChanged: () => Promise<void>;
}

/** The tenants that the account reaches, of which whoever connected it, or an admin, chooses one. */
export function TenantChoice(props: Props) {
  const { connection, name } = props;
  const { choice } = connection;
  const [index, setIndex] = useState<number | undefined>(undefined);
  const { isBusy, choose } = useChoice(props);
  if (!choice) return null;
  const group = `tenant-${connection.id}`;
  return (
    <form
      class="tenant-choice"
      onSubmit={(event) => {
        event.preventDefault();
        if (index !== undefined) void choose(choice.id, index);
      }}
    >
      <fieldset>
        <legend>What is this connection to {name} for?</legend>
        {choice.tenants.map((label, each) => (
          <label key={each} class="check">
            <input type="radio" name={group} checked={index === each} onChange={() => setIndex(each)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <p class="soft">
        Whoever connected it chooses, or an admin. Without a choice the connection ends{' '}
        <Time at={choice.until} />.
      </p>
      <button type="submit" class="button primary" disabled={isBusy || index === undefined}>
        {isBusy ? 'Saving…' : 'Use this one'}
      </button>
    </form>
  );
}

function useChoice({ api, workspace, connection, name, onNotice, onChanged }: Props) {
  const [isBusy, setBusy] = useState(false);
  const choose = async (choice: string, index: number) => {
    setBusy(true);
    try {
      const { tenant } = await api.chooseTenant(workspace.id, connection.id, { choice, index });
      onNotice({ tone: 'good', title: `${name} is connected for ${tenant}.` });
    } catch (error) {
      onNotice(problemNotice(problemText(error)));
    }
    await onChanged();
    setBusy(false);
  };
  return { isBusy, choose };
}
