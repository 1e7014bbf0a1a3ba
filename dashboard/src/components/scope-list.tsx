import type { Connection, Provider } from '../api.ts';

/** The granted permissions, in the words of the catalogue if it has some, and the requested ones that were not granted. */
export function ScopeList({
  connection,
  provider,
}: {
  connection: Connection;
  provider?: Provider | undefined;
}) {
  const { grantedScopes, missingScopes } = connection;
  const words = new Map(
    provider?.apps.flatMap(({ scopes }) =>
      scopes.map(({ scope, description }) => [scope, description] as const),
    ),
  );
  const count = grantedScopes.length === 1 ? '1 permission' : `${grantedScopes.length} permissions`;
  return (
    <details class="scopes">
      <summary>
        {count}
        {missingScopes.length > 0 && <span class="missing-count">, {missingScopes.length} missing</span>}
      </summary>
      <ul>
        {grantedScopes.map((scope) => (
          <li key={scope}>
            <code>{scope}</code> {words.get(scope)}
          </li>
        ))}
        {missingScopes.map((scope) => (
          <li key={scope} class="missing">
            <code>{scope}</code> {words.get(scope)} <strong>not granted</strong>
          </li>
        ))}
      </ul>
    </details>
  );
}
