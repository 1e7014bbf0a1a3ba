import type { RemoteAuthorization } from '../../api.ts';
import { hostIn, plainText } from '../../plain-text.ts';

interface Props {
  authorization: RemoteAuthorization;
  workspace: string;
}

/** More are counted, and not shown. */
const SHOWN = 12;

/** Tells a person, before the browser leaves, to which host the browser goes and which host gets the token. */
export function RemoteConsent({ authorization, workspace }: Props) {
  const { authorizationHost, resource, scopes, isShared } = authorization;
  const receiver = hostIn(resource);
  return (
    <>
      <p>
        Your browser goes to <strong>{plainText(authorizationHost)}</strong>, which asks you which account to
        use. The token is sent to <strong>{receiver}</strong> when MCP clients of <strong>{workspace}</strong>{' '}
        use the server.
      </p>
      {isShared && (
        <p class="wide-resource">
          The token is also valid for everything below <code>{plainText(resource)}</code>.
        </p>
      )}
      {scopes.length > 0 && (
        <p class="scope-names">
          It asks for{' '}
          {scopes.slice(0, SHOWN).map((scope) => (
            <>
              <code key={scope}>{plainText(scope, 80)}</code>{' '}
            </>
          ))}
          {scopes.length > SHOWN && `and ${scopes.length - SHOWN} more`}
        </p>
      )}
    </>
  );
}
