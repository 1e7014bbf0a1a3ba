import type { Connection, Provider } from '../../api/types.ts';
import { againAddress } from '../../connections/connection-remedy.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ScopeLine } from '../../parts/scope-line.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { isUsable } from '../../words/attention.ts';

interface Props {
  connection: Connection;
  provider: Provider | undefined;
}

/** The granted permissions in plain words, and the requested ones that were not granted. */
export function ScopePanel({ connection, provider }: Props) {
  const { to } = useHere();
  const { grantedScopes, missingScopes } = connection;
  const words = new Map(
    provider?.apps.flatMap(({ scopes }) =>
      scopes.map(({ scope, description }) => [scope, description] as const),
    ),
  );
  return (
    <Panel
      title="Permissions"
      actions={
        isUsable(connection) && (
          <Link class="button small" to={againAddress(to, connection)}>
            {missingScopes.length > 0 ? 'Add the missing ones' : 'Change'}
          </Link>
        )
      }
    >
      <ul class="scopes">
        {missingScopes.map((scope) => (
          <ScopeLine key={scope} scope={scope} words={words.get(scope)} state="missing" />
        ))}
        {grantedScopes.map((scope) => (
          <ScopeLine key={scope} scope={scope} words={words.get(scope)} state="granted" />
        ))}
      </ul>
      {grantedScopes.length + missingScopes.length === 0 && (
        <p class="soft">The provider names no permissions.</p>
      )}
    </Panel>
  );
}
