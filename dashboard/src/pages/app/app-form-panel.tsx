import { useEffect, useRef } from 'preact/hooks';
import type { Connection, OAuthApp, Provider } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { customBodyOf, draftOf } from '../add-provider/custom-draft.ts';
import { ProviderForm } from '../add-provider/provider-form.tsx';
import { countOf } from '../apps/apps-in-use.ts';
import { ClientForm } from './client-form.tsx';
import type { Told } from './told.ts';

/** The first app; another secret of the same client; another client, or another description of an own provider. */
export type FormKind = 'new' | 'secret' | 'app';

interface Props {
  id: string;
  name: string;
  kind: FormKind;
  app: OAuthApp | undefined;
  variables: Provider['variables'];
  users: Connection[];
  takesFocus: boolean;
  onSaved: (told: Told) => void;
  onCancel: (() => void) | undefined;
}

const TITLES: Record<FormKind, string> = {
  new: 'Enter the app',
  secret: 'Replace the secret',
  app: 'Replace the app',
};

export function AppFormPanel(props: Props) {
  const { kind, app, users, takesFocus } = props;
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector('input')?.focus();
  }, []);
  const isOfCustom = app?.custom !== undefined;
  return (
    <Panel
      title={kind === 'app' && isOfCustom ? 'Change the provider or its app' : TITLES[kind]}
      lead={app && (kind === 'secret' ? secretLead(app, users) : appLead(app, users, isOfCustom))}
    >
      <div ref={form}>
        <FormOf {...props} />
      </div>
    </Panel>
  );
}

function FormOf({ id, name, kind, app, variables, onSaved, onCancel }: Props) {
  const custom = app?.custom;
  if (kind === 'app' && app && custom)
    return <ProviderForm stored={{ id, app, custom }} {...{ onSaved, onCancel }} />;
  // The description of an own provider is sent with each secret, as it is.
  const described = custom && customBodyOf(draftOf(custom, app.variables)).custom;
  return (
    <ClientForm
      {...{ id, name, variables, app: kind === 'new' ? undefined : app, onSaved, onCancel }}
      isSecretAlone={kind === 'secret'}
      {...(described && { custom: described })}
    />
  );
}

/** The button that opens a form gets the focus back when the form is given up. */
export function openerId(kind: FormKind): string {
  return `open-${kind}`;
}

export function focusOpener(kind: FormKind): void {
  document.getElementById(openerId(kind))?.focus();
}

function secretLead({ clientId }: OAuthApp, users: Connection[]) {
  return (
    <>
      The client <code>{clientId}</code> stays.{' '}
      {users.length === 0
        ? 'No connection uses it now.'
        : `${sentence(users, 'uses', 'use')} the new secret at once.`}
    </>
  );
}

function appLead({ version }: OAuthApp, users: Connection[], isOfCustom: boolean) {
  const change = isOfCustom ? 'A change of the description or of the client id' : 'Another client id';
  return `${change} makes version ${version + 1}, for every consent from then on. ${
    users.length === 0
      ? 'No connection uses the app now.'
      : `${sentence(users, 'stays', 'stay')} on the version it was made with until somebody connects again. Keep that client at the provider as long.`
  }`;
}

function sentence(users: Connection[], one: string, several: string): string {
  const count = countOf(users);
  return `${count.charAt(0).toUpperCase()}${count.slice(1)} ${users.length > 1 ? several : one}`;
}
