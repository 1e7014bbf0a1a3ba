import type { Connection, Server } from '../../api/types.ts';
import { BadIcon, IdleIcon, WarningIcon } from '../../parts/icons.tsx';
import { ServerRemedy } from '../../servers/server-remedy.tsx';
import { useHere } from '../../shell/here.ts';
import { attentionFor } from '../../words/attention.ts';
import { serverState, whyNotReady } from '../../words/server-words.ts';

interface Props {
  server: Server;
  connection: Connection | undefined;
  onSetAddress: () => void;
}

/** Why calls would be refused, and the one button against it. */
export function ServerStateCallout({ server, connection, onSetAddress }: Props) {
  const { isManager, isPersonal } = useHere();
  const { reason } = server;
  if (reason === undefined) return null;
  const { tone } = serverState(server);
  const attention =
    reason === 'reauthorization_required' && connection ? attentionFor(connection) : undefined;
  const Icon = tone === 'bad' ? BadIcon : tone === 'warning' ? WarningIcon : IdleIcon;
  return (
    <div class={`callout server-state ${tone}`}>
      <Icon />
      <p>{attention?.text ?? whyNotReady(reason, { isPersonal })}</p>
      {reason !== 'no_address' ? (
        <ServerRemedy server={server} connection={connection} isPrimary />
      ) : (
        isManager && (
          <button type="button" class="button small primary" onClick={onSetAddress}>
            Set the address
          </button>
        )
      )}
    </div>
  );
}
