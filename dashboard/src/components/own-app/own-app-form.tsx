import { useState } from 'preact/hooks';
import type { OwnApp, Provider } from '../../api.ts';
import { VariableFields } from '../variable-fields.tsx';
import { ClientFields } from './client-fields.tsx';

export interface OwnAppBody {
  clientId: string;
  clientSecret: string;
  variables: Record<string, string>;
}

interface Props {
  provider: Provider;
  /** The registered OAuth app, if there is one. */
  app: OwnApp['app'];
  /** Resolves to whether the OAuth app was saved. */
  onSave: (body: OwnAppBody) => Promise<boolean>;
}

/** The API never returns the secret, so its field is empty at first and again after each save. */
export function OwnAppForm({ provider, app, onSave }: Props) {
  const [id, setId] = useState(app?.clientId ?? '');
  const [variables, setVariables] = useState<Record<string, string>>(app?.variables ?? {});
  const [secret, setSecret] = useState('');
  const [isSaving, setSaving] = useState(false);
  const save = async (event: Event) => {
    event.preventDefault();
    setSaving(true);
    if (await onSave({ clientId: id.trim(), clientSecret: secret, variables })) setSecret('');
    setSaving(false);
  };
  return (
    <form onSubmit={save}>
      <ClientFields id={id} secret={secret} onId={setId} onSecret={setSecret} />
      <VariableFields provider={provider} of="app" values={variables} onChange={setVariables} />
      <button type="submit" class="button small" disabled={isSaving}>
        {isSaving ? 'Saving…' : 'Save'}
      </button>
    </form>
  );
}
