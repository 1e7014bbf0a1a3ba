import type { Connection } from '../../api/types.ts';
import { againAddress } from '../../connections/connection-remedy.tsx';
import { useResource } from '../../data/resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Time } from '../../parts/time.tsx';
import { useNow } from '../../parts/use-now.ts';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { endingSoon } from '../../words/attention.ts';
import { accountOf, titleOf } from '../../words/connection-title.ts';
import { namesOf } from '../../words/provider-name.ts';

const SOON = 14 * 86_400_000;

/** Grants that end within two weeks if nothing uses them. */
export function EndingPanel({ connections }: { connections: Connection[] }) {
  const { data, to } = useHere();
  const nameOf = namesOf(useResource(data.providers).value);
  const ending = endingSoon(connections, useNow(), SOON);
  if (ending.length === 0) return null;
  return (
    <Panel
      title="Ends soon"
      lead="The provider ends these if nothing uses them. Connecting again extends them."
    >
      <ul class="rows">
        {ending.map((connection) => (
          <li key={connection.id} class="row">
            <ProviderMark id={connection.provider} name={nameOf(connection.provider)} size="small" />
            <div class="row-text">
              <p class="row-title">
                <Link to={to({ page: 'connection', id: connection.id })}>
                  {titleOf(connection, nameOf(connection.provider))}
                </Link>{' '}
                <span class="soft">{accountOf(connection)}</span>
              </p>
              <p class="small-text">
                Ends if unused by <Time at={connection.grantExpiresAt ?? ''} form="day" />
              </p>
            </div>
            <div class="row-end">
              <Link class="button small" to={againAddress(to, connection)}>
                Connect again
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
