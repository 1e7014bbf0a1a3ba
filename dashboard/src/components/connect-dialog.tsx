import { useState } from 'preact/hooks';
import type { Api, Connection, Provider, StartRequest } from '../api.ts';
import { type ProblemText, problemText } from '../api-problem.ts';
import { firstChoice } from '../first-choice.ts';
import { problemNotice } from '../notice.ts';
import type { Workspace } from '../person.ts';
import type { Wish } from '../wish.ts';
import { titleOf } from './connection-card.tsx';
import { Dialog } from './dialog.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { OwnApp } from './own-app.tsx';
import { ProductChoice } from './product-choice.tsx';
import { VariableFields } from './variable-fields.tsx';
import { firstWanted, WantedScopes } from './wanted-scopes.tsx';

interface Props {
  /** What to connect, by a click or by a link. */
  wish: Wish;
  connections: Connection[];
  workspace: Workspace;
  api: Api;
  /** Leaves the page when it succeeds. */
  onStart: (request: StartRequest) => Promise<void>;
  onClose: () => void;
}

/** Shows what the consent will request, before the browser leaves for the provider. */
export function ConnectDialog(props: Props) {
  const { wish, connections, workspace, api, onStart, onClose } = props;
  const { provider, connection: again, server } = wish;
  const [choice, setChoice] = useState(() => firstChoice(wish));
  const [wanted, setWanted] = useState(() => firstWanted(wish));
  const [label, setLabel] = useState(wish.label ?? '');
  const [variables, setVariables] = useState(() => chosenBefore(provider, again));
  const [problem, setProblem] = useState<ProblemText>();
  const [isLeaving, setLeaving] = useState(false);
  const existing =
    again ?? connections.find(({ id, status }) => id === provider.id && status !== 'disconnected');
  const start = async (event: Event) => {
    event.preventDefault();
    setLeaving(true);
    setProblem(undefined);
    try {
      const scopes = [...new Set([...choice.scopes, ...wanted])];
      await onStart({ provider: provider.id, ...choice, scopes, ...labelFor(again, label), variables });
    } catch (error) {
      setProblem(problemText(error));
      setLeaving(false);
    }
  };
  const decline = async () => {
    try {
      if (wish.challenge) await api.declineStepUp(workspace.id, wish.challenge);
      onClose();
    } catch (error) {
      setProblem(problemText(error));
    }
  };
  const title = again ? `Connect ${titleOf(again, provider.name)} again` : `Connect ${provider.name}`;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>
        {provider.name} will ask you which account to use. Then MCP servers of <strong>{workspace.id}</strong>{' '}
        can use that account.
      </p>
      {server && wish.needed.length > 0 && (
        <p>
          <strong>{server.name}</strong> could not be called without this.
        </p>
      )}
      {wish.unknown.map((sentence) => (
        <p key={sentence} class="hint">
          {sentence}
        </p>
      ))}
      {provider.connectsWith !== 'verified' && <OwnApp provider={provider} workspace={workspace} api={api} />}
      <form onSubmit={start}>
        <WantedScopes
          wish={wish}
          isAdmin={workspace.role === 'admin'}
          chosen={wanted}
          onChoose={setWanted}
          onDecline={decline}
        />
        <ProductChoice provider={provider} choice={choice} onChoose={setChoice} />
        <VariableFields provider={provider} of="connection" values={variables} onChange={setVariables} />
        {(existing || wish.label !== undefined) && !again && (
          <LabelField account={existing?.account} label={label} onLabel={setLabel} />
        )}
        <NoticeBar notice={problem && problemNotice(problem)} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class="button primary"
            disabled={isLeaving || (!server && wanted.length === 0 && isEmpty(provider, choice))}
          >
            {isLeaving ? 'One moment…' : `Continue to ${provider.name}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function isEmpty(provider: Provider, choice: { apps: string[] }): boolean {
  return provider.apps.length > 0 && choice.apps.length === 0;
}

/** The values that the connection has. Values that belong to the OAuth app are not part of a consent. */
function chosenBefore(provider: Provider, again: Connection | undefined): Record<string, string> {
  const names = provider.variables.filter(({ of }) => of === 'connection').map(({ name }) => name);
  return Object.fromEntries(Object.entries(again?.variables ?? {}).filter(([name]) => names.includes(name)));
}

function labelFor(again: Connection | undefined, typed: string): { label?: string } {
  const label = again ? again.id.slice(again.provider.length + 1) : typed;
  return label === '' ? {} : { label };
}

function LabelField(props: { account: string | undefined; label: string; onLabel: (label: string) => void }) {
  const { account, label, onLabel } = props;
  return (
    <label class="field">
      <span>Label of a further account</span>
      <input
        type="text"
        value={label}
        placeholder="sales"
        pattern="[a-z0-9][a-z0-9\-]{0,31}"
        title="Lower-case letters, digits and hyphens"
        autocomplete="off"
        onInput={(event) => onLabel(event.currentTarget.value)}
      />
      <small>Leave this empty to connect {account ?? 'the existing account'} again.</small>
    </label>
  );
}
