import type { Tool } from '../../../api/servers.ts';
import type { Connection, Server } from '../../../api/types.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Fact, Facts } from '../../../parts/panel.tsx';
import { accountOf } from '../../../words/connection-title.ts';
import { hostIn, plainText } from '../../../words/plain-text.ts';
import type { Listed } from './use-tools.ts';

interface Props {
  server: Server;
  tool: Tool;
  listed: Listed;
  account: Connection | undefined;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Names the tool, the server and the account, before a real call is made. */
export function TrialDialog({ server, tool, listed, account, isBusy, onConfirm, onClose }: Props) {
  const { connectionId, url } = listed;
  return (
    <Dialog title="Make a real call?" isHeld={isBusy} onClose={onClose}>
      <p>
        The tool runs with this account, and what it changes at the provider stays changed. Nobody has checked
        what the server says of the tool.
      </p>
      <div class="trial-names">
        <Facts>
          <Fact name="Tool">
            <strong>{plainText(tool.name, 128)}</strong>
          </Fact>
          <Fact name="Server">
            <strong>{plainText(server.name, 80)}</strong>
            <span class="small-text">{hostIn(url)}</span>
          </Fact>
          <Fact name="Account">
            <strong>{account === undefined ? connectionId : accountOf(account)}</strong>
            {account !== undefined && <span class="small-text">{connectionId}</span>}
          </Fact>
        </Facts>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" disabled={isBusy} onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="button primary" disabled={isBusy} onClick={onConfirm}>
          {isBusy ? 'Calling…' : 'Call the tool'}
        </button>
      </div>
    </Dialog>
  );
}
