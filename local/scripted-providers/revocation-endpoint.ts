import { fieldsFromClient } from './client-credentials.ts';
import { type Fields, fieldsOf, must, type ReceivedRequest } from './received-request.ts';
import type { Answer, CredentialsPlace, Endpoint } from './scripted-provider.ts';

/** An endpoint that takes one token as a form (RFC 7009), with what the provider makes of it. */
export function revocationEndpoint(rules: {
  credentials: CredentialsPlace | 'not-asked';
  /** Which token it takes. */
  takes: 'access' | 'refresh' | 'either';
  /** False where the provider says yes and the access token lives on. */
  endsGrant: boolean;
  revoked: Answer;
  /** The answer to any other token. Absent: no other may be sent. */
  unknown?: Answer;
  check?(request: ReceivedRequest, fields: Fields): void;
}): Endpoint {
  const { credentials, takes, unknown } = rules;
  return (request, session) => {
    const { tokens } = session;
    const fields =
      credentials === 'not-asked' ? fieldsOf(request) : fieldsFromClient(request, session, credentials);
    rules.check?.(request, fields);
    const isTaken =
      (takes !== 'refresh' && tokens.isAccessLive(fields.token)) ||
      (takes !== 'access' && tokens.isRefreshLive(fields.token));
    must(isTaken || unknown, `a live token to revoke: ${takes}`);
    if (!isTaken && unknown) return unknown;
    if (rules.endsGrant) tokens.endGrant();
    return rules.revoked;
  };
}
