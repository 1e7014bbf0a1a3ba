import { useState } from 'preact/hooks';
import type { Api, Connection, Provider, RemoteServer, StartRequest } from '../api.ts';
import { type ProblemText, problemText } from '../api-problem.ts';
import { firstChoice } from '../first-choice.ts';
import { problemNotice } from '../notice.ts';
import type { Workspace } from '../person.ts';
import { plainText } from '../plain-text.ts';
import type { Wish } from '../wish.ts';
import { remoteWords } from '../words/remote-words.ts';
import { titleOf } from './connection-card.tsx';
import { Dialog } from './dialog.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { OwnApp } from './own-app/own-app.tsx';
import { ProductChoice } from './product-choice.tsx';
import { ClientByHand } from './remote/client-by-hand.tsx';
import { RemoteConsent } from './remote/remote-consent.tsx';
import { ReplaceAccount } from './remote/replace-account.tsx';
import { VariableFields } from './variable-fields.tsx';
import { firstWanted, WantedScopes } from './wanted-scopes.tsx';

interface Props {
  /** What to connect, by a click or by a link. */
  wish: Wish;
  connections: Connection[];
  /** The remote MCP server whose provider it is, with how it is authorized. */
  remote: RemoteServer | undefined;
  /** What stood in the way before the dialog was opened. */
  problem?: ProblemText | undefined;
  workspace: Workspace;
  api: Api;
  onChanged: () => Promise<unknown>;
  /** Leaves the page when it succeeds. */
  onStart: (request: StartRequest) => Promise<void>;
  onClose: () => void;
}

/** Shows what the consent will request, before the browser leaves for the provider. */
export function ConnectDialog(props: Props) {
  const { wish, connections, remote, workspace, api, onChanged, onStart, onClose } = props;
  const { provider, connection: again, server } = wish;
  const [choice, setChoice] = useState(() => firstChoice(wish));
  const [wanted, setWanted] = useState(() => firstWanted(wish));
  const [label, setLabel] = useState(wish.label ?? '');
  const [variables, setVariables] = useState(() => chosenBefore(provider, again));
  const [problem, setProblem] = useState(props.problem);
  const [isLeaving, setLeaving] = useState(false);
  const existing =
    again ?? connections.find(({ id, status }) => id === provider.id && status !== 'disconnected');
  const start = async (confirmed: Pick<StartRequest, 'replaceAccount'> = {}) => {
    setLeaving(true);
    try {
      const scopes = [...new Set([...choice.scopes, ...wanted])];
      const apps = remote ? provider.apps.map(({ id }) => id) : choice.apps;
      const account = labelFor(again, label);
      await onStart({ provider: provider.id, apps, scopes, ...account, variables, ...confirmed });
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
  const submit = (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    void start();
  };
  if (problem?.code === 'account_unknown')
    return (
      <ReplaceAccount
        name={provider.name}
        isBusy={isLeaving}
        onReplace={() => void start({ replaceAccount: true })}
        onClose={onClose}
      />
    );
  const title = again ? `Connect ${titleOf(again, provider.name)} again` : `Connect ${provider.name}`;
  return (
    <Dialog title={title} onClose={onClose}>
      {remote ? (
        <RemoteConsent authorization={remote.authorization} workspace={workspace.id} />
      ) : (
        <p>
          {provider.name} will ask you which account to use. Then MCP servers of{' '}
          <strong>{workspace.id}</strong> can use that account.
        </p>
      )}
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
      {remote ? (
        <ClientByHand
          server={remote}
          problem={problem}
          workspace={workspace}
          api={api}
          onSaved={async () => {
            setProblem(undefined);
            await onChanged();
          }}
        />
      ) : (
        provider.connectsWith !== 'verified' && <OwnApp provider={provider} workspace={workspace} api={api} />
      )}
      <form onSubmit={submit}>
        <WantedScopes
          wish={wish}
          isAdmin={workspace.role === 'admin'}
          chosen={wanted}
          onChoose={setWanted}
          onDecline={decline}
        />
        {!remote && <ProductChoice provider={provider} choice={choice} onChoose={setChoice} />}
        <VariableFields provider={provider} of="connection" values={variables} onChange={setVariables} />
        {(existing || wish.label !== undefined) && !again && (
          <LabelField account={existing?.account} label={label} onLabel={setLabel} />
        )}
        <NoticeBar notice={problem && problemNotice(remote ? remoteWords(problem) : problem)} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class="button primary"
            disabled={
              isLeaving ||
              remote?.authorization.client === 'needed' ||
              (!remote && !server && wanted.length === 0 && isEmpty(provider, choice))
            }
          >
            {isLeaving
              ? 'One moment…'
              : `Continue to ${remote ? plainText(remote.authorization.authorizationHost) : provider.name}`}
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
