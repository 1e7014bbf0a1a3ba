import { useState } from 'preact/hooks';
import type { OwnApp } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { useHere } from '../../shell/here.ts';
import { refusedVersions, usersOf } from '../apps/apps-in-use.ts';
import { AppFormPanel, type FormKind, focusOpener } from './app-form-panel.tsx';
import { AppSteps } from './app-steps.tsx';
import { CheckResult } from './check-result.tsx';
import { Deleted } from './deleted.tsx';
import { NoSuchProvider } from './no-such-provider.tsx';
import { RemoteClient } from './remote-client.tsx';
import { SideFacts } from './side-facts.tsx';
import { StoredApp } from './stored-app.tsx';
import type { Told } from './told.ts';
import { Trouble } from './trouble.tsx';

interface Props {
  id: string;
  name: string;
  own: OwnApp;
  /** Loads again what is shown. */
  onChange: () => Promise<void>;
}

/** What is stored, what can be done with it, and how an app is registered at the provider. */
export function AppDetails({ id, name, own, onChange }: Props) {
  const { data } = useHere();
  const { app, redirectUri } = own;
  const provider = useResource(data.providers).value?.find((each) => each.id === id);
  const users = usersOf(id, useResource(data.connections).value);
  const [told, setTold] = useState<Told>();
  // Whoever comes because the provider refuses the app finds the field for the new secret open.
  const [form, setForm] = useState<FormKind | undefined>(() => firstForm(own, users));
  // Only a form that somebody opened here takes the focus.
  const [isOpened, setOpened] = useState(false);
  const [isDeleted, setDeleted] = useState(false);
  const open = (kind: FormKind) => {
    setOpened(true);
    setForm(kind);
  };
  const cancel = () => {
    setForm(undefined);
    if (form !== undefined) focusOpener(form);
  };
  const saved = async (next: Told) => {
    setTold(next);
    setDeleted(false);
    setOpened(false);
    await onChange();
    setForm(next.check?.outcome === 'refused' ? 'secret' : undefined);
  };
  const deleted = async () => {
    setTold(undefined);
    setDeleted(true);
    setOpened(false);
    await onChange();
    setForm('new');
  };
  if (id.startsWith('remote~')) return <RemoteClient {...{ id, name, own, users, told }} onTold={setTold} />;
  if (app === undefined && id.startsWith('custom~'))
    return isDeleted ? <Deleted name={name} isCustom /> : <NoSuchProvider />;
  const variables = provider?.variables ?? [];
  return (
    <div class="stack">
      {isDeleted && <Deleted name={name} />}
      {told && <CheckResult told={told} name={name} />}
      {app && (
        <Trouble
          {...{ app, name, users, told, provider }}
          onReplace={form === 'secret' ? undefined : () => open('secret')}
        />
      )}
      <div class="columns">
        <div class="stack">
          {app === undefined && provider && <AppSteps provider={provider} redirectUri={redirectUri} />}
          {app && (
            <StoredApp
              {...{ id, name, app, redirectUri, variables, users, form }}
              onForm={open}
              onTold={setTold}
              onDeleted={() => void deleted()}
            />
          )}
          {form !== undefined && (
            <AppFormPanel
              key={`${form} ${app?.secretSetAt}`}
              {...{ id, name, app, variables, users, kind: form }}
              onSaved={(next) => void saved(next)}
              takesFocus={isOpened}
              onCancel={app && cancel}
            />
          )}
          {app && provider && !app.custom && (
            <AppSteps provider={provider} redirectUri={redirectUri} isFolded />
          )}
        </div>
        <SideFacts {...{ app, provider, users }} />
      </div>
    </div>
  );
}

function firstForm({ app }: OwnApp, users: ReturnType<typeof usersOf>): FormKind | undefined {
  if (app === undefined) return 'new';
  return refusedVersions(app, users).current.length > 0 ? 'secret' : undefined;
}
