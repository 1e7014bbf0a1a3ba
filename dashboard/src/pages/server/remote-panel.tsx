import type { Server } from '../../api/types.ts';
import { Copyable } from '../../parts/copy.tsx';
import { Fact, Facts, Panel } from '../../parts/panel.tsx';
import { isRemoteServer } from '../../servers/kind-of-server.ts';
import { hostIn, plainText } from '../../words/plain-text.ts';
import { CLIENT_WORDS } from '../../words/remote-words.ts';

/** Longer than any name may be. */
const WHOLE = 2000;

/** Where people sign in for a remote server, for what tokens are issued, and how this service is a client there. */
export function RemotePanel({ server }: { server: Server }) {
  if (!isRemoteServer(server)) return null;
  const { issuer, claimedIssuer, authorizationHost, resource, isShared, client, clientId, redirectUri } =
    server.authorization;
  return (
    <Panel title="Authorization" class="narrow">
      <Facts>
        <Fact name="People sign in at">{plainText(authorizationHost)}</Fact>
        <Fact name="Authorization server">
          <code>{plainText(issuer, WHOLE)}</code>
        </Fact>
        {claimedIssuer !== undefined && (
          <Fact name="Which calls itself">
            <code>{plainText(claimedIssuer, WHOLE)}</code>
          </Fact>
        )}
        <Fact name="Tokens are for">
          <code>{plainText(resource, WHOLE)}</code>
          {isShared && <p class="small-text">They are valid for everything below it.</p>}
        </Fact>
        <Fact name={`Client at ${hostIn(issuer)}`}>{CLIENT_WORDS[client]}</Fact>
        {clientId !== undefined && (
          <Fact name="Client id">
            <Copyable text={plainText(clientId, WHOLE)} what="the client id" />
          </Fact>
        )}
        <Fact name="Redirect URI">
          <Copyable text={redirectUri} what="the redirect URI" />
        </Fact>
      </Facts>
    </Panel>
  );
}
