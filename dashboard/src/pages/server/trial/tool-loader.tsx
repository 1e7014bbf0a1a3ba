import { useState } from 'preact/hooks';
import type { Connection, Server } from '../../../api/types.ts';
import { BusyButton } from '../../../parts/busy-button.tsx';
import { SelectField } from '../../../parts/fields.tsx';
import { accountChoices } from '../../../servers/account-choice.tsx';
import { RefusalNotice } from './refusal-notice.tsx';
import type { Tools } from './use-tools.ts';

interface Props {
  server: Server;
  accounts: Connection[];
  tools: Tools;
}

/** Asks the server for its tools, with an account that the admin can choose. */
export function ToolLoader({ server, accounts, tools: { loaded, problem, isBusy, load, forget } }: Props) {
  const [account, setAccount] = useState(server.connectionId);
  const words = loaded === undefined ? 'Load the tools' : 'Load the tools again';
  return (
    <>
      <div class="tool-loader">
        {accounts.length > 1 && (
          <SelectField
            label="Account of the test call"
            value={account}
            choices={accountChoices(accounts, account)}
            onChange={(id) => {
              setAccount(id);
              // Another account can have other tools, and what is called is called with the one that asked for them.
              forget();
            }}
          />
        )}
        <BusyButton
          isBusy={isBusy}
          words={words}
          busyWords="Asking the server…"
          onClick={() => void load(account)}
        />
      </div>
      <RefusalNotice problem={problem} />
    </>
  );
}
