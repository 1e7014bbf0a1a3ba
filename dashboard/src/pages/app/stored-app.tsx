import { useState } from 'preact/hooks';
import type { Connection, OAuthApp, Provider } from '../../api/types.ts';
import { Copyable } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { SecretSet } from '../apps/secret-set.tsx';
import { type FormKind, openerId } from './app-form-panel.tsx';
import { CheckAgain } from './check-again.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { RedirectUri } from './redirect-uri.tsx';
import type { Told } from './told.ts';

interface Props {
  id: string;
  name: string;
  app: OAuthApp;
  redirectUri: string;
  variables: Provider['variables'];
  users: Connection[];
  /** The form that is open. */
  form: FormKind | undefined;
  onForm: (form: FormKind) => void;
  onTold: (told: Told) => void;
  onDeleted: () => void;
}

/** What is stored, and what can be done with it. */
export function StoredApp(props: Props) {
  const { id, name, app, redirectUri, variables, users, form, onForm, onTold, onDeleted } = props;
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title="Stored app">
      <AppFacts app={app} redirectUri={redirectUri} variables={variables} />
      <div class="app-actions">
        <CheckAgain id={id} variables={variables} app={app} onTold={onTold} />
        <div class="actions">
          {(['secret', 'app'] as const).map((kind) => (
            <button
              key={kind}
              id={openerId(kind)}
              type="button"
              class="button"
              aria-expanded={form === kind}
              onClick={() => onForm(kind)}
            >
              {kind === 'secret'
                ? 'Replace the secret'
                : app.custom
                  ? 'Change the provider or its app'
                  : 'Replace the app'}
            </button>
          ))}
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            Delete
          </button>
        </div>
      </div>
      {isAsking && <DeleteDialog {...{ id, name, users, onDeleted }} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

interface FactsProps extends Pick<Props, 'app' | 'variables'> {
  redirectUri: string;
}

export function AppFacts({ app, redirectUri, variables }: FactsProps) {
  const labels = new Map(variables.map(({ name, label }) => [name, label]));
  return (
    <>
      <Facts>
        <Fact name="Client id">
          <Copyable text={app.clientId} what="the client id" />
        </Fact>
        <Fact name="Client secret">
          <SecretSet app={app} isShort />
        </Fact>
        <Fact name="Version">
          {app.version}, made <Time at={app.createdAt} />
        </Fact>
        {Object.entries(app.variables).map(([name, value]) => (
          <Fact key={name} name={labels.get(name) ?? name}>
            {value}
          </Fact>
        ))}
      </Facts>
      <RedirectUri uri={redirectUri} />
    </>
  );
}
