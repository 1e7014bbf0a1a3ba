import type { Connection } from '../../api/types.ts';
import { RemedyLink } from '../../connections/connection-remedy.tsx';
import { StatusBadge } from '../../connections/status-badge.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Time } from '../../parts/time.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { attentionFor } from '../../words/attention.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';

interface Props {
  connection: Connection;
  nameOf: (provider: string) => string;
  people: (subject: string) => string;
}

/** One line: what it is, whose account, how it is, and the button if it needs a person. */
export function ConnectionRow({ connection, nameOf, people }: Props) {
  const { to } = useHere();
  const { id, provider, status, connectedBy, connectedAt, grantExpiresAt, name } = connection;
  const title = titleOf(connection, nameOf(provider));
  const attention = attentionFor(connection);
  return (
    <li class="row">
      <ProviderMark id={provider} name={nameOf(provider)} size="small" />
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'connection', id })}>{title}</Link>
          {name !== undefined && <span class="soft"> {name}</span>}
        </p>
        <p class="small-text">
          {accountOf(connection)} · {people(connectedBy)}, <Time at={connectedAt} />
          {grantExpiresAt !== undefined && (
            <>
              {' '}
              · Ends if unused by <Time at={grantExpiresAt} form="day" />
            </>
          )}
        </p>
        {attention !== undefined && <p class="small-text attention-text">{attention.text}</p>}
      </div>
      <div class="row-end">
        <StatusBadge status={status} />
        {attention !== undefined && <RemedyLink attention={attention} isPrimary={false} />}
      </div>
    </li>
  );
}
