import { useState } from 'preact/hooks';
import type { OwnApp, Provider } from '../api.ts';
import { VariableFields } from './variable-fields.tsx';

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
      <label class="field">
        <span>Client id</span>
        <input
          type="text"
          value={id}
          required
          maxLength={512}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setId(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>Client secret</span>
        <input
          type="password"
          value={secret}
          required
          maxLength={2048}
          autocomplete="off"
          onInput={(event) => setSecret(event.currentTarget.value)}
        />
      </label>
      <VariableFields provider={provider} of="app" values={variables} onChange={setVariables} />
      <button type="submit" class="button small" disabled={isSaving}>
        {isSaving ? 'Saving…' : 'Save'}
      </button>
    </form>
  );
}
