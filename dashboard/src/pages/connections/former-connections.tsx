import type { Connection } from '../../api/types.ts';
import { againAddress } from '../../connections/connection-remedy.tsx';
import { ReceiptText } from '../../connections/receipt-text.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Time } from '../../parts/time.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { titleOf } from '../../words/connection-title.ts';

interface Props {
  connections: Connection[];
  nameOf: (provider: string) => string;
  people: (subject: string) => string;
}

/** The disconnected connections, each with its receipt, folded. */
export function FormerConnections({ connections, nameOf, people }: Props) {
  return (
    <details class="panel former">
      <summary>
        {connections.length === 1 ? '1 disconnected account' : `${connections.length} disconnected accounts`}
      </summary>
      <ul class="rows" aria-label="Disconnected accounts">
        {connections.map((connection) => (
          <Former key={connection.id} {...{ connection, nameOf, people }} />
        ))}
      </ul>
    </details>
  );
}

function Former({ connection, nameOf, people }: Omit<Props, 'connections'> & { connection: Connection }) {
  const { to } = useHere();
  const { id, provider, receipt } = connection;
  const name = nameOf(provider);
  return (
    <li class="row">
      <ProviderMark id={provider} name={name} size="small" />
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'connection', id })}>{titleOf(connection, name)}</Link>
        </p>
        {receipt && (
          <>
            <p class="small-text">
              Disconnected <Time at={receipt.requestedAt} />
              {receipt.requestedBy === undefined
                ? ', because nobody chose what it was for'
                : ` by ${people(receipt.requestedBy)}`}
            </p>
            <details>
              <summary>Receipt</summary>
              <ReceiptText receipt={receipt} provider={name} />
            </details>
          </>
        )}
      </div>
      <div class="row-end">
        <Link class="button small" to={againAddress(to, connection)}>
          Connect again
        </Link>
      </div>
    </li>
  );
}
