import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api, Connection } from '../api.ts';
import { problemText } from '../api-problem.ts';
import { mayChoose } from '../may-choose.ts';
import { type Notice, problemNotice } from '../notice.ts';
import type { Person, Workspace } from '../person.ts';
import { useNow } from '../use-now.ts';
import { chosenWords, notChosenWords } from '../words/choice-words.ts';
import { Time } from './time.tsx';

interface Props {
  connection: Connection;
  name: string;
  workspace: Workspace;
  person: Person;
  /** Whether the page leads the person here, and gives the list the focus. */
  isAsked: boolean;
  api: Api;
  onNotice: (notice: Notice) => void;
  onChanged: () => Promise<void>;
}

/** The tenants that the account reaches, of which whoever connected it, or an admin, chooses one. */
export function TenantChoice(props: Props) {
  const { choice, connectedBy } = props.connection;
  if (!choice) return null;
  // Another consent brings another list, of which nothing is chosen yet.
  if (mayChoose(props.connection, props.workspace, props.person))
    return <ChoiceForm key={choice.id} {...props} choice={choice} />;
  return (
    <div class="tenant-choice">
      <p class="soft">
        {connectedBy} connected this account and chooses what it is for, or an admin does.{' '}
        <ChoiceEnd until={choice.until} />
      </p>
    </div>
  );
}

type Choice = NonNullable<Connection['choice']>;

function ChoiceForm(props: Props & { choice: Choice }) {
  const { connection, name, choice, isAsked } = props;
  const [index, setIndex] = useState<number | undefined>(undefined);
  const { isBusy, choose } = useChoice(props);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isAsked) first.current?.focus();
  }, [isAsked]);
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
            <input
              type="radio"
              ref={each === 0 ? first : null}
              name={`tenant-${connection.id}`}
              checked={index === each}
              onChange={() => setIndex(each)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <p class="soft">
        You choose once. For another one, connect a further account. <ChoiceEnd until={choice.until} />
      </p>
      <button type="submit" class="button primary" disabled={isBusy || index === undefined}>
        {isBusy ? 'Saving…' : 'Use this one'}
      </button>
    </form>
  );
}

/** When the connection ends if nobody chooses. */
function ChoiceEnd({ until }: { until: string }) {
  if (useNow() >= Date.parse(until)) return <>Nobody chose in time, so the connection is about to end.</>;
  return (
    <>
      Without a choice the connection ends <Time at={until} />.
    </>
  );
}

function useChoice({ api, workspace, connection, name, onNotice, onChanged }: Props) {
  const [isBusy, setBusy] = useState(false);
  const choose = async (choice: string, index: number) => {
    setBusy(true);
    try {
      const { tenant } = await api.chooseTenant(workspace.id, connection.id, { choice, index });
      onNotice({ tone: 'good', ...chosenWords(name, tenant) });
    } catch (error) {
      onNotice(problemNotice(notChosenWords(problemText(error))));
    }
    await onChanged();
    setBusy(false);
  };
  return { isBusy, choose };
}
