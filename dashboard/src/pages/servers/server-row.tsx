import type { Connection, Server } from '../../api/types.ts';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { KindMark, ServerBadge } from '../../servers/server-badge.tsx';
import { ServerRemedy } from '../../servers/server-remedy.tsx';
import { useHere } from '../../shell/here.ts';
import { accountOf } from '../../words/connection-title.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { actsForWords, whereWords, whyNotReady } from '../../words/server-words.ts';

interface Props {
  server: Server;
  /** The account that the server uses, if there is one. */
  connection: Connection | undefined;
  providerName: string;
}

/** One line: what it is, where it is, whose account it uses, how it is, and the button if it needs something. */
export function ServerRow({ server, connection, providerName }: Props) {
  const { to, isPersonal } = useHere();
  const { id, provider, url, reason } = server;
  const where = whereWords(server) ?? hostIn(url ?? '');
  const account = connection && `uses ${accountOf(connection)}`;
  // Of a server without any account, the badge says it already.
  const hasWords = reason === 'reauthorization_required' || reason === 'insufficient_scope';
  return (
    <li class="row">
      <ProviderMark id={provider} name={plainText(providerName, 80)} size="small" />
      <div class="row-text">
        <p class="row-title server-title">
          <Link to={to({ page: 'server', id })}>{plainText(server.name, 80)}</Link>
          <KindMark server={server} />
        </p>
        <p class="small-text">
          {[where, account, actsForWords(server, { isPersonal })]
            .filter((text) => text !== undefined)
            .join(' · ')}
        </p>
        {hasWords && <p class="small-text attention-text">{whyNotReady(reason, { isPersonal })}</p>}
      </div>
      <div class="row-end">
        <ServerBadge server={server} />
        <ServerRemedy server={server} connection={connection} />
      </div>
    </li>
  );
}
