import { useState } from 'preact/hooks';
import type { Connection, Server, ServerBody } from '../api/types.ts';
import { SelectField } from '../parts/fields.tsx';
import { problemNotice } from '../parts/notice.ts';
import { useHere } from '../shell/here.ts';
import { accountOf } from '../words/connection-title.ts';
import { plainText } from '../words/plain-text.ts';

import { type Confirm, ConfirmServer } from './confirm-server.tsx';
import { registeredUrl } from './kind-of-server.ts';
import { storeServer } from './store-server.ts';

interface Props {
  server: Server;
  /** Those of the provider that are not disconnected. */
  accounts: Connection[];
  label: string;
  /** The label is for screen readers alone, since the row says what is chosen. */
  isLabelHidden?: boolean;
}

/** An admin chooses the account that the server uses where a call names none. */
export function AccountChoice({ server, accounts, label, isLabelHidden = false }: Props) {
  const { isBusy, confirming, store, cancel } = useChoice(server);
  return (
    <>
      <SelectField
        label={label}
        isLabelHidden={isLabelHidden}
        value={server.connectionId}
        disabled={isBusy}
        choices={accountChoices(accounts, server.connectionId)}
        // The account alone: whatever else another admin has changed meanwhile stays.
        onChange={(connectionId) => void store({ connectionId })}
      />
      {confirming && (
        <ConfirmServer
          url={registeredUrl(server) ?? ''}
          confirm={confirming.confirm}
          onConfirm={() => void store({ ...confirming.body, confirmed: confirming.confirm })}
          onClose={cancel}
        />
      )}
    </>
  );
}

/** The accounts in words. The one that is chosen now is among them, connected or not. Pure. */
export function accountChoices(accounts: Connection[], now: string): (readonly [string, string])[] {
  const choices = accounts.map((each) => [each.id, `${accountOf(each)} (${each.id})`] as const);
  const isListed = now === '' || accounts.some(({ id }) => id === now);
  return isListed ? choices : [[now, `${now} (not connected)`], ...choices];
}

function useChoice(server: Server) {
  const { api, data, notify } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [confirming, setConfirming] = useState<{ body: ServerBody; confirm: Confirm }>();
  const store = async (body: ServerBody) => {
    setBusy(true);
    setConfirming(undefined);
    const stored = await storeServer(api.servers, server.id, body);
    if (stored.kind === 'confirm') setConfirming(stored);
    else if (stored.kind === 'refused') notify(problemNotice(stored.problem));
    else
      notify({
        tone: 'good',
        title: `${plainText(server.name, 80)} uses ${stored.server.connectionId} now.`,
      });
    await data.servers.reload();
    setBusy(false);
  };
  return { isBusy, confirming, store, cancel: () => setConfirming(undefined) };
}
