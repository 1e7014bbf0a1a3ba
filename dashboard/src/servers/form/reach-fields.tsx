import type { Provider } from '../../api/types.ts';
import { idFor } from '../../consent/remote-address.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { withScheme } from './body-of-form.ts';
import { withReach } from './draft.ts';
import type { Part } from './part.ts';

interface Props {
  part: Part;
  providers: Provider[];
  isEdit: boolean;
}

/** Whose token the server takes, how it is reached, and what it is called. */
export function ReachFields({ part: { draft, errors, change }, providers, isEdit }: Props) {
  const own = providers.filter(({ id }) => !id.startsWith('remote~'));
  const named = own
    .map(({ id, name }) => [id, name] as const)
    .sort(([, one], [, other]) => one.localeCompare(other));
  return (
    <>
      <SelectField
        label="Provider"
        hint="The server gets the token of an account at this provider."
        error={errors['/provider']}
        value={draft.provider}
        choices={[...(draft.provider === '' ? [['', 'Choose a provider'] as const] : []), ...named]}
        onChange={(provider) => change({ provider, connectionId: '' })}
      />
      <SelectField
        label="How a runtime reaches it"
        error={errors['/binding']}
        value={draft.reach}
        choices={[
          ['address', 'At an address (Streamable HTTP)'],
          ['process', 'As a process that the runtime starts'],
        ]}
        onChange={(reach) => change(withReach(draft, reach === 'process' ? 'process' : 'address'))}
      />
      {draft.reach === 'address' && (
        <TextField
          label="Address"
          error={errors['/url']}
          value={draft.url}
          onChange={(url) => change({ url })}
          input={{ inputMode: 'url', autocapitalize: 'off', placeholder: 'https://mcp.example.com/mcp' }}
        />
      )}
      <TextField
        label="Name"
        note="optional"
        error={errors['/name']}
        value={draft.name}
        onChange={(name) => change({ name })}
        input={{ maxLength: 80 }}
      />
      {!isEdit && (
        <TextField
          label="Id"
          note="optional"
          hint="Runtimes name the server by it. It cannot be changed later."
          error={errors['/id']}
          value={draft.id}
          onChange={(id) => change({ id })}
          input={{ maxLength: 64, autocapitalize: 'off', placeholder: idOfDraft(draft, new Set()) }}
        />
      )}
    </>
  );
}

/** The id that was typed, or one that follows from the address or the name and that no other server has. Pure. */
export function idOfDraft({ id, reach, url, name }: Part['draft'], taken: ReadonlySet<string>): string {
  if (id.trim() !== '') return id.trim();
  const address = reach === 'address' ? URL.parse(withScheme(url)) : null;
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (words === '' && address !== null) return idFor(address, taken);
  return idFor(new URL(`https://${words || 'server'}.example`), taken);
}
