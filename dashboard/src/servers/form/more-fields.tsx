import { useResource } from '../../data/resource.ts';
import { CheckField, SelectField } from '../../parts/fields.tsx';
import { useHere } from '../../shell/here.ts';
import { errorAt } from '../../words/field-words.ts';
import { accountChoices } from '../account-choice.tsx';
import type { Part } from './part.ts';
import { ToolField } from './tool-field.tsx';

/** Which tools may be called, how long the server keeps the token, and with which account. */
export function MoreFields({ part: { draft, errors, change } }: { part: Part }) {
  const { data } = useHere();
  const accounts = (useResource(data.connections).value ?? []).filter(
    ({ provider, status }) => provider === draft.provider && status !== 'disconnected',
  );
  const hasChoice =
    accounts.some(({ id }) => id !== draft.provider) || ![draft.provider, ''].includes(draft.connectionId);
  return (
    <>
      <ToolField
        value={draft.tools}
        error={errorAt(errors, '/tools')}
        onChange={(tools) => change({ tools })}
      />
      {draft.reach === 'address' && (
        <SelectField
          label="How long it keeps the token"
          hint="A server that takes the token with each request keeps it for one. Some take it once, when a session begins."
          value={draft.binding}
          choices={[
            ['request', 'For one request'],
            ['session', 'For one MCP session'],
          ]}
          onChange={(binding) => change({ binding: binding === 'session' ? 'session' : 'request' })}
        />
      )}
      <CheckField isOn={draft.discovery} onChange={(discovery) => change({ discovery })}>
        The server needs the token to list its tools, too
      </CheckField>
      {hasChoice && (
        <SelectField
          label="Account"
          hint="Calls use it that name no other one."
          error={errors['/connectionId']}
          value={draft.connectionId || draft.provider}
          choices={accountChoices(accounts, draft.connectionId || draft.provider)}
          onChange={(connectionId) =>
            change({ connectionId: connectionId === draft.provider ? '' : connectionId })
          }
        />
      )}
    </>
  );
}
