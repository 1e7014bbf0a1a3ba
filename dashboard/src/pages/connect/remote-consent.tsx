import type { RemoteAuthorization } from '../../api/types.ts';
import { WorkspaceName } from '../../parts/workspace-name.tsx';
import { hostIn, plainText } from '../../words/plain-text.ts';

/** More are counted, and not shown. */
const SHOWN = 12;

/** Tells a person, before the browser leaves, to which host the browser goes and which host gets the token. */
export function RemoteConsent({ authorization }: { authorization: RemoteAuthorization }) {
  const { authorizationHost, resource, scopes, isShared } = authorization;
  const receiver = hostIn(resource);
  return (
    <>
      <p>
        Your browser goes to <strong>{plainText(authorizationHost)}</strong>, which asks you which account to
        use. The token is sent to <strong>{receiver}</strong> when MCP clients of <WorkspaceName /> use the
        server.
      </p>
      {isShared && (
        <p>
          The token is also valid for everything below <code>{plainText(resource)}</code>.
        </p>
      )}
      {scopes.length > 0 && (
        <p>
          It asks for{' '}
          {scopes.slice(0, SHOWN).map((scope) => (
            <span key={scope}>
              <code>{plainText(scope, 80)}</code>{' '}
            </span>
          ))}
          {scopes.length > SHOWN && `and ${scopes.length - SHOWN} more`}
        </p>
      )}
    </>
  );
}
