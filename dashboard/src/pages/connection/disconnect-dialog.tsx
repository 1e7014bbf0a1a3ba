import { useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { Connection, Receipt } from '../../api/types.ts';
import { ReceiptText } from '../../connections/receipt-text.tsx';
import { useResource } from '../../data/resource.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { useHere } from '../../shell/here.ts';
import { titleOf } from '../../words/connection-title.ts';

interface Props {
  connection: Connection;
  /** The provider's. */
  name: string;
  onClose: () => void;
}

type Step =
  | { kind: 'asking'; problem?: ProblemText }
  | { kind: 'working' }
  | { kind: 'done'; receipt: Receipt };

/** Asks, says which servers lose the account, disconnects and shows the receipt. */
export function DisconnectDialog({ connection, name, onClose }: Props) {
  const { api, data } = useHere();
  const [step, setStep] = useState<Step>({ kind: 'asking' });
  const confirm = async () => {
    setStep({ kind: 'working' });
    try {
      setStep({ kind: 'done', receipt: await api.connections.disconnect(connection.id) });
    } catch (error) {
      setStep({ kind: 'asking', problem: problemText(error) });
    }
    await data.reload();
  };
  const title = titleOf(connection, name);
  if (step.kind === 'done')
    return (
      <Dialog key="done" title={`${title} is disconnected`} onClose={onClose}>
        <ReceiptText receipt={step.receipt} provider={name} />
        <div class="dialog-actions">
          <button type="button" class="button primary" onClick={onClose}>
            Done
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog key="asking" title={`Disconnect ${title}?`} onClose={onClose}>
      <Question connection={connection} name={name} />
      <NoticeBar notice={step.kind === 'asking' && step.problem ? problemNotice(step.problem) : undefined} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose} disabled={step.kind === 'working'}>
          Cancel
        </button>
        <button
          type="button"
          class="button danger solid"
          onClick={() => void confirm()}
          disabled={step.kind === 'working'}
        >
          {step.kind === 'working' ? 'Disconnecting…' : 'Disconnect'}
        </button>
      </div>
    </Dialog>
  );
}

function Question({ connection, name }: Pick<Props, 'connection' | 'name'>) {
  const { data } = useHere();
  const servers = (useResource(data.servers).value ?? []).filter(
    ({ id, connectionId, connected }) =>
      connected && connectionId === connection.id && !id.startsWith('provider:'),
  );
  return (
    <>
      <p>
        MCP servers of <WorkspaceName /> lose access to <strong>{connection.account ?? name}</strong> at once.
        The access is revoked at {name} and the stored tokens are deleted. You can connect the account again
        later.
      </p>
      {servers.length > 0 && (
        <p>
          {servers.length === 1 ? 'This server uses it: ' : 'These servers use it: '}
          {servers.map((server) => server.name).join(', ')}.
        </p>
      )}
    </>
  );
}
