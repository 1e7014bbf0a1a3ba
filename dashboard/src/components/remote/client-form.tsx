import { useState } from 'preact/hooks';

interface Props {
  /** Resolves to whether the client was saved. */
  onSave: (client: { clientId: string; clientSecret?: string }) => Promise<boolean>;
}

/** A client without a secret is a public one. The API never returns the secret. */
export function ClientForm({ onSave }: Props) {
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [isSaving, setSaving] = useState(false);
  const save = async (event: Event) => {
    event.preventDefault();
    setSaving(true);
    const client = { clientId: id.trim(), ...(secret !== '' && { clientSecret: secret }) };
    if (await onSave(client)) {
      setId('');
      setSecret('');
    }
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
        <span>
          Client secret <small>(if it has one)</small>
        </span>
        <input
          type="password"
          value={secret}
          maxLength={2048}
          autocomplete="off"
          onInput={(event) => setSecret(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button small" disabled={isSaving}>
        {isSaving ? 'Saving…' : 'Save'}
      </button>
    </form>
  );
}
