import type { Server } from '../api/types.ts';
import { Badge } from '../parts/badge.tsx';
import { serverState } from '../words/server-words.ts';
import { isRemoteServer } from './kind-of-server.ts';

/** Whether the server can get a token for a call. */
export function ServerBadge({ server }: { server: Server }) {
  return <Badge {...serverState(server)} />;
}

/** Says of a server that is not in the catalogue who registered it, or that it is remote. */
export function KindMark({ server }: { server: Server }) {
  const words = kindWords(server);
  return words === undefined ? null : <span class="badge plain">{words}</span>;
}

function kindWords(server: Server): string | undefined {
  if (isRemoteServer(server)) return 'Remote';
  return server.source === 'workspace' ? 'Own' : server.source === 'stage' ? 'Operator’s' : undefined;
}
