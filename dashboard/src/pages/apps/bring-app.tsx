import { useState } from 'preact/hooks';
import type { Provider } from '../../api/types.ts';
import { SelectField } from '../../parts/fields.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';

/** Leads to the page of a provider for which the workspace has no app of its own. */
export function BringApp({ providers }: { providers: Provider[] }) {
  const { go, to } = useHere();
  const [chosen, setChosen] = useState('');
  const open = (event: Event) => {
    event.preventDefault();
    if (chosen !== '') go({ page: 'app', id: chosen });
  };
  return (
    <Panel
      title="Bring an app of your own"
      lead="Register a client at the provider under your own name, and enter its id and its secret here. The next page shows each step."
    >
      <form class="bring-app" onSubmit={open}>
        <SelectField
          label="Provider"
          value={chosen}
          onChange={setChosen}
          choices={[['', 'Choose a provider'], ...providers.map(choiceOf)]}
        />
        <button type="submit" class="button primary" disabled={chosen === ''}>
          Go on
        </button>
      </form>
      <p class="small-text not-listed">
        Not in the list? <Link to={to({ page: 'add-provider' })}>Add a provider of your own</Link>
      </p>
    </Panel>
  );
}

/** Where an own app is the only way, the list says so. */
function choiceOf({ id, name, connectsWith }: Provider): readonly [string, string] {
  const isNeeded = connectsWith === 'app_not_available' || connectsWith === 'app_not_allowed';
  return [id, isNeeded ? `${name} (needs one)` : name];
}
