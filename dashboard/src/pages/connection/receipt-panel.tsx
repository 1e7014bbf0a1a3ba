import type { Connection } from '../../api/types.ts';
import { ReceiptText } from '../../connections/receipt-text.tsx';
import { usePeople } from '../../data/use-people.ts';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';

/** What a disconnect did, and what a person still has to do. */
export function ReceiptPanel({ connection: { receipt }, name }: { connection: Connection; name: string }) {
  const people = usePeople();
  if (receipt === undefined) return null;
  return (
    <Panel
      title="Receipt"
      lead={
        <>
          {receipt.requestedBy === undefined
            ? 'Nobody chose in time what the connection was for. It ended '
            : `${people(receipt.requestedBy)} disconnected it `}
          <Time at={receipt.requestedAt} />.
        </>
      }
    >
      <ReceiptText receipt={receipt} provider={name} />
    </Panel>
  );
}
