import type { ProblemExtensions } from '../../../src/contract/problems.ts';
import { Dialog } from '../parts/dialog.tsx';
import { hostIn, plainText } from '../words/plain-text.ts';

/** What the API wants confirmed. It goes back as it came, and not as it is shown. */
export type Confirm = NonNullable<ProblemExtensions['confirm']>;

interface Props {
  /** The address that the admin gave. */
  url: string;
  confirm: Confirm;
  onConfirm: () => void;
  onClose: () => void;
}

/** Longer than any name may be. */
const WHOLE = 2000;

/** Both names, and what a person must be sure of: a hostile server could name an honest authorization server. */
export function ConfirmServer({ url, confirm, onConfirm, onClose }: Props) {
  const { issuer, resource, claimedIssuer, authorizationHost } = confirm;
  const signIn = authorizationHost === undefined ? hostIn(issuer) : plainText(authorizationHost, WHOLE);
  const receiver = hostIn(resource);
  return (
    <Dialog title="Do these two belong together?" onClose={onClose}>
      <dl class="names">
        <Name term="You sign in at" host={signIn} whole={authorizationHost ?? issuer} />
        {authorizationHost !== undefined && (
          <Name term="for the authorization server" host={hostIn(issuer)} whole={issuer} />
        )}
        {claimedIssuer !== undefined && (
          <Name term="which calls itself" host={hostIn(claimedIssuer)} whole={claimedIssuer} />
        )}
        <Name term="The token is sent to" host={receiver} whole={resource} />
        {url !== resource && <Name term="for the server at" host={hostIn(url)} whole={url} />}
      </dl>
      <p>
        The token that the sign-in at <strong>{signIn}</strong> gives will be sent to{' '}
        <strong>{receiver}</strong>. Be sure that you trust <strong>{receiver}</strong> with it, and that{' '}
        <strong>{signIn}</strong> is where this server’s vendor lets people sign in: a hostile server could
        name the sign-in of somebody else, to get your token for that.
      </p>
      {claimedIssuer !== undefined && (
        <p>
          The metadata at <strong>{signIn}</strong> gives the authorization server another name. That is a
          known mistake of some vendors. Confirm it only if the vendor says so.
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="button primary" onClick={onConfirm}>
          They belong together
        </button>
      </div>
    </Dialog>
  );
}

function Name({ term, host, whole }: { term: string; host: string; whole: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <strong>{host}</strong>
        <code>{plainText(whole, WHOLE)}</code>
      </dd>
    </div>
  );
}
