import { useState } from 'preact/hooks';

interface Props {
  clientId: string;
  /** Whether it was saved. */
  onSave: (clientId: string, clientSecret: string) => Promise<boolean>;
}

/** The secret goes in and never comes out, so its field starts empty and is emptied again. */
export function OwnAppForm({ clientId, onSave }: Props) {
  const [id, setId] = useState(clientId);
  const [secret, setSecret] = useState('');
  const [isSaving, setSaving] = useState(false);
  const save = async (event: Event) => {
    event.preventDefault();
    setSaving(true);
    if (await onSave(id.trim(), secret)) setSecret('');
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
      <button type="submit" class="button small" disabled={isSaving}>
        {isSaving ? 'Saving…' : 'Save'}
      </button>
    </form>
  );
}
