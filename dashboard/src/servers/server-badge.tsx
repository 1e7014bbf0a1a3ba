import type { Server } from '../api/types.ts';
import { BadIcon, GoodIcon, IdleIcon, WarningIcon } from '../parts/icons.tsx';
import { serverState } from '../words/server-words.ts';
import { isRemoteServer } from './kind-of-server.ts';

const ICONS = { good: GoodIcon, warning: WarningIcon, bad: BadIcon, idle: IdleIcon };

/** Whether calls of the server would go through. */
export function ServerBadge({ server }: { server: Server }) {
  const { label, tone } = serverState(server);
  const Icon = ICONS[tone];
  return (
    <span class={`badge ${tone}`}>
      <Icon />
      {label}
    </span>
  );
}

/** Marks a server that is not of the catalogue. */
export function KindMark({ server }: { server: Server }) {
  const words = kindWords(server);
  return words === undefined ? null : <span class="badge plain">{words}</span>;
}

function kindWords(server: Server): string | undefined {
  if (isRemoteServer(server)) return 'Remote';
  return server.source === 'workspace' ? 'Own' : server.source === 'stage' ? 'Operator’s' : undefined;
}
