import { useEffect, useRef, useState } from 'preact/hooks';
import { problemText } from '../../api/api-problem.ts';
import type { Connection } from '../../api/types.ts';
import { mayChoose } from '../../consent/may-choose.ts';
import { usePeople } from '../../data/use-people.ts';
import { problemNotice } from '../../parts/notice.ts';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useHere } from '../../shell/here.ts';
import { chosenWords, notChosenWords } from '../../words/choice-words.ts';

interface Props {
  connection: Connection;
  name: string;
}

/** The tenants that the account reaches, of which whoever connected it, or an admin, chooses one. */
export function TenantChoice(props: Props) {
  const { workspace, person } = useHere();
  const people = usePeople();
  const { choice, connectedBy } = props.connection;
  if (!choice) return null;
  // Another consent brings another list, of which nothing is chosen yet.
  if (mayChoose(props.connection, workspace, person))
    return <ChoiceForm key={choice.id} {...props} choice={choice} />;
  return (
    <Panel title={`${props.name} waits for a choice`}>
      <p class="soft">
        {people(connectedBy)} connected this account and chooses what it is for, or an admin does.{' '}
        <ChoiceEnd until={choice.until} />
      </p>
    </Panel>
  );
}

type Choice = NonNullable<Connection['choice']>;

function ChoiceForm({ connection, name, choice }: Props & { choice: Choice }) {
  const [index, setIndex] = useState<number | undefined>(undefined);
  const { isBusy, choose } = useChoice(connection, name);
  const first = useRef<HTMLInputElement>(null);
  // Nothing else of the page can be done before.
  useEffect(() => first.current?.focus(), []);
  return (
    <Panel title={`Choose what ${name} is connected for`}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (index !== undefined) void choose(choice.id, index);
        }}
      >
        <fieldset class="group tenants">
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
        <div class="actions">
          <button type="submit" class="button primary" disabled={isBusy || index === undefined}>
            {isBusy ? 'Saving…' : 'Use this one'}
          </button>
        </div>
      </form>
    </Panel>
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

function useChoice({ id }: Connection, name: string) {
  const { api, data, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const choose = async (choice: string, index: number) => {
    setBusy(true);
    try {
      const { tenant } = await api.connections.chooseTenant(id, { choice, index });
      notify({ tone: 'good', ...chosenWords(name, tenant) });
    } catch (error) {
      notify(problemNotice(notChosenWords(problemText(error))));
    }
    await data.reload();
    setBusy(false);
  };
  return { isBusy, choose };
}
