import type { Connection, Provider, Server } from '../../api/types.ts';
import { Panel } from '../../parts/panel.tsx';
import { ScopeLine } from '../../parts/scope-line.tsx';
import { scopesOf } from '../../servers/form/draft.ts';
import { isRemoteServer } from '../../servers/kind-of-server.ts';
import { plainText } from '../../words/plain-text.ts';

interface Props {
  server: Server;
  provider: Provider | undefined;
  /** The account that the server uses. */
  connection: Connection | undefined;
}

/** The permissions that the server needs, in plain words, and those that its account lacks. */
export function ServerScopes({ server, provider, connection }: Props) {
  const words = scopesOf(provider);
  const scopes = isRemoteServer(server) ? server.authorization.scopes : server.scopes;
  const missing = new Set(server.missingScopes);
  const granted = new Set(connection?.grantedScopes);
  const stateOf = (scope: string) =>
    missing.has(scope) ? 'missing' : granted.has(scope) ? 'granted' : 'wanted';
  return (
    <Panel title="Permissions">
      {scopes.length === 0 ? (
        <p class="soft">
          {isRemoteServer(server)
            ? 'The server names none. Its authorization server says at the consent what it allows.'
            : 'The server needs no particular one.'}
        </p>
      ) : (
        <ul class="scopes">
          {scopes.map((scope) => (
            <ScopeLine key={scope} scope={plainText(scope)} words={words.get(scope)} state={stateOf(scope)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
