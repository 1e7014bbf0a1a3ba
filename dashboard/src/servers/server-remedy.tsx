import type { Connection, Server } from '../api/types.ts';
import { RemedyLink } from '../connections/connection-remedy.tsx';
import { Link } from '../router/link.tsx';
import { type Target, useHere } from '../shell/here.ts';
import { attentionFor } from '../words/attention.ts';
import { plainText } from '../words/plain-text.ts';

interface Props {
  server: Server;
  /** The account that the server uses, if it is connected. */
  connection: Connection | undefined;
  isPrimary?: boolean;
}

/** The one button that makes the server ready. None: it is, or only an admin can do it. */
export function ServerRemedy({ server, connection, isPrimary = false }: Props) {
  const { to, isManager } = useHere();
  const attention = connection && attentionFor(connection);
  if (server.reason === 'reauthorization_required' && attention !== undefined)
    return <RemedyLink attention={attention} isPrimary={isPrimary} />;
  const remedy = remedyFor(server);
  if (remedy === undefined || (remedy.target.page === 'server' && !isManager)) return null;
  return (
    <Link
      class={isPrimary ? 'button small primary' : 'button small'}
      to={to(remedy.target)}
      aria-label={`${remedy.words}: ${plainText(server.name, 80)}`}
    >
      {remedy.words}
    </Link>
  );
}

/** Pure. */
function remedyFor({ id, provider, reason }: Server): { words: string; target: Target } | undefined {
  const connect: Target = { page: 'connect', id: provider, query: new URLSearchParams({ server: id }) };
  switch (reason) {
    case 'no_address':
      return {
        words: 'Set the address',
        target: { page: 'server', id, query: new URLSearchParams({ edit: 'yes' }) },
      };
    case 'not_connected':
      return { words: 'Connect', target: connect };
    case 'reauthorization_required':
      return { words: 'Connect again', target: connect };
    case 'insufficient_scope':
      return { words: 'Add permissions', target: connect };
    case undefined:
      return undefined;
  }
}
