import type { Connection } from '../../api/types.ts';
import { RemedyLink } from '../../connections/connection-remedy.tsx';
import { useResource } from '../../data/resource.ts';
import { GoodIcon } from '../../parts/icons.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { type Attention, needingAttention } from '../../words/attention.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';

/** More of them stand in the list of connections. */
const SHOWN = 8;

/** What needs a person, most urgent first, with one button each. */
export function AttentionPanel({ connections }: { connections: Connection[] }) {
  const { data, to } = useHere();
  const nameOf = namesOf(useResource(data.providers).value);
  const all = needingAttention(connections);
  const working = connections.filter(({ status }) => status === 'active').length;
  if (all.length === 0)
    return (
      <div class="callout good">
        <GoodIcon />
        <p>
          <strong>Nothing needs you.</strong>{' '}
          {working === 1 ? '1 connection works.' : `${working} connections work.`}
        </p>
      </div>
    );
  return (
    <Panel
      title={all.length === 1 ? '1 connection needs a person' : `${all.length} connections need a person`}
      actions={
        all.length > SHOWN && (
          <Link
            class="button small"
            to={to({ page: 'connections', query: new URLSearchParams({ status: 'attention' }) })}
          >
            See all
          </Link>
        )
      }
    >
      <ul class="rows">
        {all.slice(0, SHOWN).map((attention, index) => (
          <Row key={attention.connection.id} {...{ attention, nameOf }} isFirst={index === 0} />
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  attention: Attention;
  nameOf: (id: string) => string;
  /** The most urgent one is the one to do now. */
  isFirst: boolean;
}

function Row({ attention, nameOf, isFirst }: RowProps) {
  const { to } = useHere();
  const { connection, text } = attention;
  const name = nameOf(connection.provider);
  return (
    <li class="row">
      <ProviderMark id={connection.provider} name={name} size="small" />
      <div class="row-text">
        <p class="row-title">
          <Link to={to({ page: 'connection', id: connection.id })}>{titleOf(connection, name)}</Link>{' '}
          <span class="soft">{accountOf(connection)}</span>
        </p>
        <p class="small-text">{text}</p>
      </div>
      <div class="row-end">
        <RemedyLink attention={attention} isPrimary={isFirst} />
      </div>
    </li>
  );
}
