import { useState } from 'preact/hooks';
import type { Api, Connection, Provider, Server } from '../api.ts';
import { problemText } from '../api-problem.ts';
import { type Notice, problemNotice } from '../notice.ts';
import type { Person, Workspace } from '../person.ts';
import { providerName } from '../provider-name.ts';
import { REASON_WORDS, STATUS_WORDS } from '../words/connection-words.ts';
import { refreshWords } from '../words/refresh-words.ts';
import { relativeTime } from '../words/relative-time.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { ProviderMark } from './provider-mark.tsx';
import { ReceiptText } from './receipt-text.tsx';
import { ScopeList } from './scope-list.tsx';
import { StatusBadge } from './status-badge.tsx';
import { TenantChoice } from './tenant-choice.tsx';

interface Props {
  connection: Connection;
  provider: Provider | undefined;
  /** The MCP servers of the workspace. */
  servers: Server[];
  workspace: Workspace;
  person: Person;
  /** Whether the person came for the choice of this connection. */
  isAsked: boolean;
  api: Api;
  onNotice: (notice: Notice) => void;
  onChanged: () => Promise<void>;
  onConnectAgain: (connection: Connection) => void;
  onDisconnect: (connection: Connection) => void;
}

export function ConnectionCard(props: Props) {
  const { connection, provider, workspace, onConnectAgain, onDisconnect } = props;
  const { status, reason, id, missingScopes } = connection;
  const name = providerName(connection.provider, provider);
  const isUsable = status === 'active' || status === 'refresh_failing';
  const needsConsent = status === 'reauthorization_required' || (isUsable && missingScopes.length > 0);
  const refresh = useRefresh(props, name);
  return (
    <article class="card" aria-labelledby={`connection-${id}`}>
      <div class="card-head">
        <ProviderMark id={connection.provider} name={name} />
        <div class="card-title">
          <h2 id={`connection-${id}`}>{titleOf(connection, name)}</h2>
          <p class="account">{accountOf(connection)}</p>
        </div>
        <StatusBadge status={status} />
      </div>
      <Explanation status={status} reason={reason} missing={isUsable ? missingScopes.length : 0} />
      <TenantChoice {...props} name={name} />
      <ConnectionFacts connection={connection} servers={props.servers} isUsable={isUsable} />
      {status === 'disconnecting' && connection.receipt && (
        <ReceiptText receipt={connection.receipt} provider={name} />
      )}
      <ScopeList connection={connection} provider={provider} />
      <div class="actions">
        {needsConsent && (
          <button type="button" class="button primary" onClick={() => onConnectAgain(connection)}>
            Connect again
          </button>
        )}
        {isUsable && (
          <button type="button" class="button" disabled={refresh.isBusy} onClick={refresh.start}>
            {refresh.isBusy ? 'Refreshing…' : 'Refresh now'}
          </button>
        )}
        {workspace.role === 'admin' && status !== 'disconnecting' && (
          <button type="button" class="button danger" onClick={() => onDisconnect(connection)}>
            Disconnect
          </button>
        )}
      </div>
    </article>
  );
}

/** The title of a further account contains its label: `demo~sales` is "Demo Provider · sales". */
export function titleOf({ id, provider }: Connection, name: string): string {
  return id === provider ? name : `${name} · ${id.slice(provider.length + 1)}`;
}

function accountOf({ account = 'Unknown account', tenant }: Connection): string {
  return tenant === undefined ? account : `${account} · ${tenant}`;
}

function Explanation(props: { status: Connection['status']; reason: Connection['reason']; missing: number }) {
  const { status, reason, missing } = props;
  const sentences = [
    STATUS_WORDS[status].meaning,
    reason && REASON_WORDS[reason],
    missing > 0 ? 'Some of the requested permissions were not granted.' : undefined,
  ].filter((sentence) => sentence !== undefined);
  if (sentences.length === 0) return null;
  return <p class="explanation">{sentences.join(' ')}</p>;
}

function useRefresh({ api, workspace, connection, onNotice, onChanged }: Props, name: string) {
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const result = await api.refresh(workspace.id, connection.id);
      const words = refreshWords(result, name, (at) => relativeTime(at, Date.now()));
      onNotice({ tone: words.tone, title: words.text });
    } catch (error) {
      onNotice(problemNotice(problemText(error)));
    }
    await onChanged();
    setBusy(false);
  };
  return { isBusy, start };
}
