import { useState } from 'preact/hooks';
import { ClientFields } from '../own-app/client-fields.tsx';

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
      <ClientFields id={id} secret={secret} mayBePublic onId={setId} onSecret={setSecret} />
      <button type="submit" class="button small" disabled={isSaving}>
        {isSaving ? 'Saving…' : 'Save'}
      </button>
    </form>
  );
}
