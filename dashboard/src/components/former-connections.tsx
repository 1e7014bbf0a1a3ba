import type { Connection, Provider } from '../api.ts';
import { providerName } from '../provider-name.ts';
import { titleOf } from './connection-card.tsx';
import { ReceiptText } from './receipt-text.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Time } from './time.tsx';

interface Props {
  connections: Connection[];
  providers: ReadonlyMap<string, Provider>;
  onConnectAgain: (connection: Connection) => void;
}

/** The disconnected connections, each with its receipt. */
export function FormerConnections({ connections, providers, onConnectAgain }: Props) {
  return (
    <ul class="former" aria-label="Disconnected accounts">
      {connections.map((connection) => {
        const name = providerName(connection.provider, providers.get(connection.provider));
        const { receipt } = connection;
        return (
          <li key={connection.id}>
            <div class="former-row">
              <StatusBadge status={connection.status} />
              <strong>{titleOf(connection, name)}</strong>
              {receipt && (
                <span class="soft">
                  <Time at={receipt.requestedAt} />
                  {receipt.requestedBy === undefined
                    ? ', because nobody chose what it was for'
                    : ` by ${receipt.requestedBy}`}
                </span>
              )}
              <button type="button" class="button small" onClick={() => onConnectAgain(connection)}>
                Connect again
              </button>
            </div>
            {receipt && (
              <details>
                <summary>Receipt</summary>
                <ReceiptText receipt={receipt} provider={name} />
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
