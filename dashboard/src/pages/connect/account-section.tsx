import { useState } from 'preact/hooks';
import type { Connection, Provider } from '../../api/types.ts';
import { connectionIdOf, type Target } from '../../consent/account-target.ts';
import type { Draft } from '../../consent/draft.ts';
import { TextField } from '../../parts/fields.tsx';
import { Panel } from '../../parts/panel.tsx';
import { accountOf, titleOf } from '../../words/connection-title.ts';

interface Props {
  provider: Provider;
  /** Those that are connected. */
  accounts: Connection[];
  draft: Draft;
  fault: string | undefined;
  onChoose: (target: Target) => void;
}

/** One of the connected accounts again, or a further one, which needs a name. The first account of a provider needs none. */
export function AccountSection({ provider, accounts, draft: { target }, fault, onChoose }: Props) {
  const isNew = target.kind === 'new';
  const nameField = isNew && <NameField {...{ provider, target, fault, onChoose }} />;
  const [isNamed] = useState(isNew && target.label !== '');
  if (accounts.length === 0)
    return isNamed || fault !== undefined ? <Panel title="Which account">{nameField}</Panel> : null;
  return (
    <Panel title="Which account">
      <fieldset class="group accounts">
        <legend class="visually-hidden">Which account</legend>
        {accounts.map((connection) => (
          <label key={connection.id} class="check">
            <input
              type="radio"
              name="account"
              checked={target.kind === 'again' && target.id === connection.id}
              onChange={() => onChoose({ kind: 'again', id: connection.id })}
            />
            <span>
              <strong>Connect {connection.account ?? titleOf(connection, provider.name)} again</strong>
              <small>{describe(connection, provider)}</small>
            </span>
          </label>
        ))}
        <label class="check">
          <input
            type="radio"
            name="account"
            checked={isNew}
            onChange={() => onChoose({ kind: 'new', label: '' })}
          />
          <span>
            <strong>Another account</strong>
            <small>Beside the connected ones, which stay as they are.</small>
          </span>
        </label>
        {nameField}
      </fieldset>
    </Panel>
  );
}

function describe(connection: Connection, provider: Provider): string {
  const { name } = connection;
  return [titleOf(connection, provider.name), name, connection.tenant && accountOf(connection)]
    .filter((text) => text !== undefined && text !== '')
    .join(' · ');
}

function NameField({
  provider,
  target,
  fault,
  onChoose,
}: Pick<Props, 'provider' | 'fault' | 'onChoose'> & { target: Extract<Target, { kind: 'new' }> }) {
  return (
    <div class="account-name">
      <p class="small-text">
        MCP servers and their calls say by this name which account they mean, so each further account needs
        one. It cannot be changed later.
      </p>
      <TextField
        label="Name of this account"
        value={target.label}
        error={fault}
        hint={
          target.label === '' || fault !== undefined ? (
            'For example sales.'
          ) : (
            <>
              Calls name it <code>{connectionIdOf(target, provider.id)}</code>.
            </>
          )
        }
        onChange={(label) => onChoose({ kind: 'new', label: label.trim() })}
        input={{ maxLength: 32, autocapitalize: 'off' }}
      />
    </div>
  );
}
