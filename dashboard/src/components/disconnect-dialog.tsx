import { useState } from 'preact/hooks';
import type { Connection, Receipt } from '../api.ts';
import { type ProblemText, problemText } from '../api-problem.ts';
import { problemNotice } from '../notice.ts';
import { titleOf } from './connection-card.tsx';
import { Dialog } from './dialog.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { ReceiptText } from './receipt-text.tsx';

interface Props {
  connection: Connection;
  providerName: string;
  workspace: string;
  disconnect: () => Promise<Receipt>;
  onChanged: () => Promise<void>;
  onClose: () => void;
}

type Step =
  | { kind: 'asking'; problem?: ProblemText }
  | { kind: 'working' }
  | { kind: 'done'; receipt: Receipt };

export function DisconnectDialog(props: Props) {
  const { connection, providerName, disconnect, onChanged, onClose } = props;
  const [step, setStep] = useState<Step>({ kind: 'asking' });
  const name = titleOf(connection, providerName);
  const confirm = async () => {
    setStep({ kind: 'working' });
    try {
      setStep({ kind: 'done', receipt: await disconnect() });
    } catch (error) {
      setStep({ kind: 'asking', problem: problemText(error) });
    }
    await onChanged();
  };
  return (
    <Dialog
      title={step.kind === 'done' ? `${name} is disconnected` : `Disconnect ${name}?`}
      onClose={onClose}
    >
      {step.kind === 'done' ? (
        <Result receipt={step.receipt} providerName={providerName} onClose={onClose} />
      ) : (
        <Question {...props} step={step} onConfirm={confirm} />
      )}
    </Dialog>
  );
}

function Result({
  receipt,
  providerName,
  onClose,
}: Pick<Props, 'providerName' | 'onClose'> & { receipt: Receipt }) {
  return (
    <div role="status">
      <ReceiptText receipt={receipt} provider={providerName} />
      <div class="dialog-actions">
        <button type="button" class="button primary" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}

interface QuestionProps extends Props {
  step: Exclude<Step, { kind: 'done' }>;
  onConfirm: () => void;
}

function Question({ connection, providerName, workspace, step, onConfirm, onClose }: QuestionProps) {
  const isWorking = step.kind === 'working';
  const problem = step.kind === 'asking' ? step.problem : undefined;
  return (
    <>
      <p>
        MCP servers of <strong>{workspace}</strong> lose access to{' '}
        <strong>{connection.account ?? providerName}</strong> at once. The access is revoked at {providerName}{' '}
        and the stored tokens are deleted. You can connect the account again later.
      </p>
      <NoticeBar notice={problem && problemNotice(problem)} />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose} disabled={isWorking}>
          Cancel
        </button>
        <button type="button" class="button danger solid" onClick={onConfirm} disabled={isWorking}>
          {isWorking ? 'Disconnecting…' : 'Disconnect'}
        </button>
      </div>
    </>
  );
}
